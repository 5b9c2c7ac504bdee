using System.Text.Json.Nodes;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Tokens;

/// <summary>The token of <c>client_credentials</c>: its subject is the client, and it has no user name, groups, audience or origin.</summary>
internal static class MachineAccessToken
{
    public static JsonObject Claims(PoolClient client, IEnumerable<string> scopes, string issuer, DateTimeOffset now) => new()
    {
        ["sub"] = client.Id,
        ["token_use"] = "access",
        ["scope"] = string.Join(' ', scopes),
        ["auth_time"] = now.ToUnixTimeSeconds(),
        ["iss"] = issuer,
        ["exp"] = (now + client.Lifetimes.Access).ToUnixTimeSeconds(),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["version"] = 2,
        ["jti"] = Handle.NewId(),
        ["client_id"] = client.Id,
    };
}
