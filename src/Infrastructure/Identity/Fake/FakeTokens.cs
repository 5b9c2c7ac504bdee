using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Modular.Infrastructure.Identity.Fake;

/// <summary>Mints tokens that the Fake provider accepts: any person or machine in one line.</summary>
public sealed class FakeTokens
{
    internal const string KeyId = "fake";

    private static readonly byte[] Header = Encoding.UTF8.GetBytes($$"""{"kid":"{{KeyId}}","alg":"HS256"}""");

    private readonly FakeOptions _options;
    private readonly byte[] _key;
    private readonly TimeProvider _time;

    internal FakeTokens(FakeOptions options, byte[] key, TimeProvider time)
    {
        _options = options;
        _key = key;
        _time = time;
    }

    /// <summary>An access token as a person's sign-in gives.</summary>
    /// <param name="subject">The person.</param>
    /// <param name="permissions">The granted permissions by name, without the resource server's prefix.</param>
    /// <param name="groups">The provider's groups that the person is in.</param>
    /// <param name="lifetime">From now, 15 minutes if absent; negative for one that has expired.</param>
    /// <param name="change">Changes the claims last: any claim, valid or broken.</param>
    public string ForPerson(
        string subject,
        IEnumerable<string> permissions,
        IEnumerable<string>? groups = null,
        TimeSpan? lifetime = null,
        Action<JsonObject>? change = null)
    {
        var claims = Common(subject, _options.ClientIds[0], permissions, lifetime);
        claims["username"] = subject;
        claims["origin_jti"] = Guid.CreateVersion7(_time.GetUtcNow()).ToString();
        if (groups is not null)
        {
            claims["cognito:groups"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]);
        }

        change?.Invoke(claims);
        return Sign(claims);
    }

    /// <summary>An access token as a machine gets with credentials of its own.</summary>
    /// <param name="permissions">The granted permissions by name, without the resource server's prefix.</param>
    /// <param name="clientId">Which machine; the first of <c>MachineClientIds</c> if absent.</param>
    /// <param name="lifetime">From now, 15 minutes if absent; negative for one that has expired.</param>
    /// <param name="change">Changes the claims last: any claim, valid or broken.</param>
    public string ForMachine(
        IEnumerable<string> permissions, string? clientId = null, TimeSpan? lifetime = null, Action<JsonObject>? change = null)
    {
        var client = clientId ?? _options.MachineClientIds[0];
        var claims = Common(client, client, permissions, lifetime);
        change?.Invoke(claims);
        return Sign(claims);
    }

    /// <summary>Signs any claims with the provider's key.</summary>
    public string Sign(JsonObject claims)
    {
        var signed = $"{Base64Url.EncodeToString(Header)}.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(signed)))}";
    }

    private JsonObject Common(string subject, string client, IEnumerable<string> permissions, TimeSpan? lifetime)
    {
        var now = _time.GetUtcNow();
        return new JsonObject
        {
            ["sub"] = subject,
            ["iss"] = _options.Issuer,
            ["client_id"] = client,
            ["token_use"] = "access",
            ["scope"] = string.Join(' ', permissions.Select(permission => $"{_options.ResourceServer}/{permission}")),
            ["auth_time"] = now.ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + (lifetime ?? TimeSpan.FromMinutes(15))).ToUnixTimeSeconds(),
            ["jti"] = Guid.CreateVersion7(now).ToString(),
            ["version"] = 2,
        };
    }
}
