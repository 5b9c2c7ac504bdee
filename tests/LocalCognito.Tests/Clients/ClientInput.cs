using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>The input of the openid-client scripts: the pool, an app client of it, and the person who signs in.</summary>
internal static class ClientInput
{
    public static JsonObject For(LocalCognitoServer server, string clientId, string style, string scope = "openid email modular/orders.read") => new()
    {
        ["issuer"] = server.Issuer,
        ["clientId"] = clientId,
        ["secret"] = Secret(clientId),
        ["style"] = style,
        ["redirectUri"] = clientId == "cli-client" ? "http://localhost:8400/callback" : "http://localhost:5090/signin-oidc",
        ["scope"] = scope,
        ["username"] = "alice",
        ["password"] = "Passw0rd!",
    };

    private static string? Secret(string clientId) => clientId switch
    {
        "cli-client" => null,
        // The odd secret of Pools.
        "odd-client" => "s e+c%72et/ü:",
        "fulfilment-client" => "fulfilment-secret",
        _ => "web-secret",
    };
}
