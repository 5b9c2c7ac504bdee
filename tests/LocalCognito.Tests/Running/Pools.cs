using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>The sample pool with a few more clients and people, for what the sample does not show.</summary>
internal static class Pools
{
    public const string PoolId = "ap-northeast-2_Modular01";

    public static void AddMore(JsonObject pool)
    {
        var clients = pool["clients"]!.AsArray();
        clients.Add(Web("rotating-client", rotate: true, graceSeconds: 30));
        clients.Add(Web("strict-client", rotate: true, graceSeconds: 0));
        clients.Add(Web("odd-client", rotate: false, graceSeconds: 0, secret: "s e+c%72et/ü:"));
        pool["users"]!.AsArray().Add(new JsonObject { ["username"] = "dave", ["sub"] = "dave-sub", ["passwordHash"] = Hashed("Passw0rd!") });
    }

    private static string Hashed(string password)
    {
        var hash = Rfc2898DeriveBytes.Pbkdf2(password, "saltsaltsaltsalt"u8, 1000, HashAlgorithmName.SHA256, 32);
        return $"pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA==${Convert.ToBase64String(hash)}";
    }

    private static JsonObject Web(string id, bool rotate, int graceSeconds, string secret = "web-secret") => new()
    {
        ["id"] = id,
        ["secret"] = secret,
        ["grants"] = new JsonArray("authorization_code", "refresh_token"),
        ["redirectUris"] = new JsonArray("http://localhost:5090/signin-oidc"),
        ["scopes"] = new JsonArray("openid", "email", "modular/orders.read"),
        ["rotateRefreshTokens"] = rotate,
        ["refreshTokenGraceSeconds"] = graceSeconds,
    };
}
