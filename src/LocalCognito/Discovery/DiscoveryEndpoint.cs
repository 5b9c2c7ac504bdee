using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Discovery;

/// <summary><c>/{poolId}/.well-known/openid-configuration</c>, with exactly the keys that Cognito has.</summary>
internal sealed class DiscoveryEndpoint(ServerAddress address, UserPool pool)
{
    public Task AnswerAsync(HttpContext context) => JsonResponse.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
    {
        ["authorization_endpoint"] = $"{address.Base}/oauth2/authorize",
        ["end_session_endpoint"] = $"{address.Base}/logout",
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
        ["issuer"] = address.Issuer,
        ["jwks_uri"] = $"{address.Base}/{pool.PoolId}/.well-known/jwks.json",
        ["response_types_supported"] = new JsonArray("code"),
        ["revocation_endpoint"] = $"{address.Base}/oauth2/revoke",
        ["scopes_supported"] = new JsonArray(Scopes.OpenId, Scopes.Email, Scopes.Phone, Scopes.Profile),
        ["subject_types_supported"] = new JsonArray("public"),
        ["token_endpoint"] = $"{address.Base}/oauth2/token",
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_basic", "client_secret_post"),
        ["userinfo_endpoint"] = $"{address.Base}/oauth2/userInfo",
    });
}
