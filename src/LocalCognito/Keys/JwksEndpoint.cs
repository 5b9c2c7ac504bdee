using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;

namespace Modular.LocalCognito.Keys;

/// <summary><c>/{poolId}/.well-known/jwks.json</c></summary>
internal sealed class JwksEndpoint(KeyRing keys)
{
    public Task AnswerAsync(HttpContext context)
    {
        var set = new JsonArray([.. keys.All().Select(key => key.PublicJwk())]);
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["keys"] = set });
    }
}
