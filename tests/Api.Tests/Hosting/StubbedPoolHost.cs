using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Modular.Api.Tests.Hosting;

/// <summary>
/// The resource server with the Cognito adapter and a pool whose private key the tests hold, so that a forged token may even be signed right.
/// The host answers and notes every request of the server.
/// </summary>
public sealed class StubbedPoolHost : ApiHost
{
    public const string Issuer = "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_Modular01";

    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentBag<Uri> _asked = [];

    /// <summary>Every address that the server asked.</summary>
    public IReadOnlyCollection<Uri> Asked => [.. _asked];

    protected override IEnumerable<(string Setting, string Value)> Settings =>
    [
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_Modular01"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:MachineClientIds:0", "fulfilment-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];

    /// <summary>The claims of a good token of alice's.</summary>
    public JsonObject Claims() => new()
    {
        ["sub"] = "00000000-0000-4000-8000-00000000000a",
        ["iss"] = Issuer,
        ["client_id"] = "web-client",
        ["token_use"] = "access",
        ["scope"] = "modular/orders.read",
        ["username"] = "alice",
        ["auth_time"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["iat"] = Clock.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = Clock.GetUtcNow().AddHours(24).ToUnixTimeSeconds(),
        ["jti"] = Guid.CreateVersion7(Clock.GetUtcNow()).ToString(),
    };

    /// <summary>A token of exactly this header and payload, signed with the pool's key by RS256, whatever the header says.</summary>
    public string Sign(string header, string payload)
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>A good token, its claims changed.</summary>
    public string Mint(Action<JsonObject>? change = null)
    {
        var claims = Claims();
        change?.Invoke(claims);
        return Sign("""{"kid":"k1","alg":"RS256"}""", claims.ToJsonString());
    }

    /// <summary>The pool's public key, in the forms in which a forger may take it for a shared secret.</summary>
    public IReadOnlyList<byte[]> PublicKeyAsSecret() =>
    [
        Encoding.ASCII.GetBytes(_key.ExportSubjectPublicKeyInfoPem()),
        _key.ExportSubjectPublicKeyInfo(),
        _key.ExportRSAPublicKey(),
        _key.ExportParameters(includePrivateParameters: false).Modulus!,
    ];

    protected override void Configure(IServiceCollection services) =>
        services.AddHttpClient("Identity:main").ConfigurePrimaryHttpMessageHandler(() => new Pool(this)).SetHandlerLifetime(Timeout.InfiniteTimeSpan);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _key.Dispose();
    }

    private string Jwks()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["alg"] = "RS256",
                ["use"] = "sig",
                ["kid"] = "k1",
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        }.ToJsonString();
    }

    private sealed class Pool(StubbedPoolHost host) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            host._asked.Add(request.RequestUri!);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(host.Jwks()) });
        }
    }
}
