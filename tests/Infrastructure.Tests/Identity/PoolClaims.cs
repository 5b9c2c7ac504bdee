using System.Text.Json.Nodes;
using Modular.Application.Identity;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>The claims of a user pool's access token.</summary>
internal static class PoolClaims
{
    public static JsonObject Of(TokenOrder order, string issuer, string personClient, string machineClient, DateTimeOffset now)
    {
        var client = order.Client ?? (order.Kind == CallerKind.Person ? personClient : machineClient);
        var claims = new JsonObject
        {
            ["sub"] = order.Kind == CallerKind.Person ? order.Subject : client,
            ["iss"] = issuer,
            ["version"] = 2,
            ["client_id"] = client,
            ["token_use"] = "access",
            ["scope"] = string.Join(' ', order.Permissions.Select(permission => "modular/" + permission)),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + order.Lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
        };
        if (order.Kind == CallerKind.Person)
        {
            claims["username"] = order.Subject;
        }

        if (order.Groups.Length > 0)
        {
            claims["cognito:groups"] = new JsonArray([.. order.Groups.Select(group => JsonValue.Create(group))]);
        }

        order.Change?.Invoke(claims);
        return claims;
    }
}
