using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Modular.Api.Tests.Providers;

/// <summary>The Fake provider: the holder of the key signs the tokens, as any other program with the key could.</summary>
public sealed class SharedKeyProvider : TrustedProvider
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public override string Issuer => "https://fake.invalid";

    public override string ScopePrefix => "modular/";

    public override IReadOnlyList<(string Setting, string Value)> Settings =>
        [("Kind", "Fake"), ("Key", Convert.ToBase64String(_key))];

    public override string SubjectOf(string person) => person;

    public override Task StartAsync() => Task.CompletedTask;

    public override Task StopAsync() => throw new NotSupportedException("There is nothing that could be stopped.");

    public override Task<string> PersonTokenAsync(string person, params string[] permissions) =>
        Task.FromResult(Sign(Person(person, TimeSpan.FromMinutes(15), permissions)));

    /// <summary>A token of a person who signed in that long ago.</summary>
    public Task<string> SignedInAgoAsync(string person, TimeSpan ago)
    {
        var claims = Person(person, TimeSpan.FromMinutes(15), []);
        claims["auth_time"] = (TimeProvider.System.GetUtcNow() - ago).ToUnixTimeSeconds();
        return Task.FromResult(Sign(claims));
    }

    public override Task<string> ExpiredTokenAsync(string person, params string[] permissions) =>
        Task.FromResult(Sign(Person(person, TimeSpan.FromHours(-1), permissions)));

    public override Task<string> MachineTokenAsync(params string[] permissions) =>
        Task.FromResult(Sign(Claims("fulfilment-client", "fulfilment-client", TimeSpan.FromMinutes(15), permissions)));

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private JsonObject Person(string person, TimeSpan lifetime, string[] permissions)
    {
        var claims = Claims(person, "web-client", lifetime, permissions);
        claims["username"] = person;
        if (person == "carol")
        {
            claims["cognito:groups"] = new JsonArray("staff");
        }

        return claims;
    }

    private JsonObject Claims(string subject, string client, TimeSpan lifetime, string[] permissions)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = subject,
            ["client_id"] = client,
            ["token_use"] = "access",
            ["scope"] = string.Join(' ', Scopes(permissions)),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        };
    }

    private string Sign(JsonObject claims)
    {
        var signed = $"{Encode("""{"alg":"HS256"}"""u8)}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)))}";

        static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
    }
}
