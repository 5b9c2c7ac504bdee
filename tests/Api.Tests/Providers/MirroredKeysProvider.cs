using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Modular.Api.Tests.Providers;

/// <summary>A user pool of Amazon Cognito whose keys are mirrored to a file: what a server in Production trusts without any network.</summary>
public sealed class MirroredKeysProvider : TrustedProvider
{
    private const string KeyId = "mirrored";

    private readonly RSA _key = RSA.Create(2048);
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-keys-").FullName;

    public override string Issuer => "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example1";

    public override string ScopePrefix => "modular/";

    public override IReadOnlyList<(string Setting, string Value)> Settings =>
    [
        ("Kind", "Cognito"),
        ("Region", "eu-west-1"),
        ("UserPoolId", "eu-west-1_Example1"),
        ("ClientIds:0", "web-client"),
        ("MachineClientIds:0", "fulfilment-client"),
        ("ResourceServer", "modular"),
        ("KeysFile", KeysFile),
    ];

    private string KeysFile => Path.Combine(_folder, "jwks.json");

    public override string SubjectOf(string person) => person;

    public override async Task StartAsync()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        var keys = new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
        await File.WriteAllTextAsync(KeysFile, keys.ToJsonString(), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(KeysFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public override Task StopAsync() => throw new NotSupportedException("There is nothing that could be stopped.");

    public override Task<string> PersonTokenAsync(string person, params string[] permissions) =>
        Task.FromResult(Sign(person, "web-client", TimeSpan.FromHours(12), permissions));

    public override Task<string> ExpiredTokenAsync(string person, params string[] permissions) =>
        Task.FromResult(Sign(person, "web-client", TimeSpan.FromHours(-1), permissions));

    public override Task<string> MachineTokenAsync(params string[] permissions) =>
        Task.FromResult(Sign("fulfilment-client", "fulfilment-client", TimeSpan.FromHours(12), permissions));

    public override ValueTask DisposeAsync()
    {
        _key.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private string Sign(string subject, string client, TimeSpan lifetime, string[] permissions)
    {
        var now = TimeProvider.System.GetUtcNow();
        var claims = new JsonObject
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
        if (subject != client)
        {
            claims["username"] = subject;
        }

        if (subject == "carol")
        {
            claims["cognito:groups"] = new JsonArray("staff");
        }

        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", kid = KeyId }))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Encode(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";

        static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
    }
}
