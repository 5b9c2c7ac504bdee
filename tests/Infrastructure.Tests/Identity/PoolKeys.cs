using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>A user pool's keys, and the addresses where it publishes them, answered in this process.</summary>
internal sealed class PoolKeys : HttpMessageHandler
{
    private readonly Dictionary<string, RSA> _published = new(StringComparer.Ordinal);

    /// <summary>The addresses asked, in order.</summary>
    public List<Uri> Asked { get; } = [];

    /// <summary>The answer of the addresses in place of the keys.</summary>
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>? Instead { get; set; }

    public static string Sign(RSA key, string kid, JsonObject claims)
    {
        var header = $$"""{"kid":"{{kid}}","alg":"RS256"}""";
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    public void Publish(string kid, RSA key) => _published[kid] = key;

    public void Withdraw(string kid) => _published.Remove(kid);

    public string Jwks() => new JsonObject
    {
        ["keys"] = new JsonArray([.. _published.Select(entry =>
        {
            var parameters = entry.Value.ExportParameters(includePrivateParameters: false);
            return (JsonNode)new JsonObject
            {
                ["kty"] = "RSA",
                ["alg"] = "RS256",
                ["use"] = "sig",
                ["kid"] = entry.Key,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            };
        })]),
    }.ToJsonString();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(request.RequestUri!);
        }

        return Instead is { } instead
            ? instead(request, cancellationToken)
            : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Jwks()) });
    }
}
