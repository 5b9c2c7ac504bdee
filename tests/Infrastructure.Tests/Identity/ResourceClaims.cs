using System.Text.Json.Nodes;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The claims of a standard provider's access token (RFC 9068 section 2.2).</summary>
internal static class ResourceClaims
{
    public static JsonObject Of(TokenOrder order, string issuer, string personClient, string machineClient, DateTimeOffset now)
    {
        var client = order.Client ?? (order.Kind == CallerKind.Person ? personClient : machineClient);
        var claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = "https://api.example.com",
            ["sub"] = order.Kind == CallerKind.Person ? order.Subject : client,
            ["client_id"] = client,
            ["scope"] = string.Join(' ', order.Permissions),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + order.Lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
        };
        if (order.Groups.Length > 0)
        {
            claims["groups"] = new JsonArray([.. order.Groups.Select(group => JsonValue.Create(group))]);
        }

        order.Change?.Invoke(claims);
        return claims;
    }
}
