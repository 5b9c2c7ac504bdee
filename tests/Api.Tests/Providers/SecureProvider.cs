using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Modular.Api.Tests.Providers;

/// <summary>
/// A provider by https on loopback, for servers that are not in Development. A process trusts its certificate by <c>SSL_CERT_FILE</c>. Its
/// answers are what a test says.
/// </summary>
internal sealed class SecureProvider : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Func<IFormCollection, JsonNode>> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Path, string Agent)> _asked = new();
    private readonly WebApplication _server;

    private SecureProvider(WebApplication server) => _server = server;

    /// <summary>Its address, and the issuer of its tokens.</summary>
    public string Address => _server.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>The path and the program's name of each request.</summary>
    public IReadOnlyList<(string Path, string Agent)> Asked => [.. _asked];

    /// <param name="certificateFile">Where the certificate is written for those who are to trust it.</param>
    public static async Task<SecureProvider> StartAsync(string certificateFile)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);

        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var server = builder.Build();
        var provider = new SecureProvider(server);
        server.Run(provider.AnswerAsync);
        await server.StartAsync(TestContext.Current.CancellationToken);
        return provider;
    }

    /// <summary>Answers a path by what is asked, with JSON.</summary>
    public void Answer(string path, Func<IFormCollection, JsonNode> answer) => _answers[path] = answer;

    /// <summary>Its public key as a JWK under the name <c>k1</c>, for that algorithm.</summary>
    public JsonObject Key(string algorithm)
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = algorithm,
            ["kid"] = "k1",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }

    /// <summary>A token with these claims, for an hour.</summary>
    public string Mint(JsonObject claims)
    {
        var now = TimeProvider.System.GetUtcNow();
        claims["iss"] ??= Address;
        claims["iat"] = now.ToUnixTimeSeconds();
        claims["exp"] = now.AddHours(1).ToUnixTimeSeconds();
        var signed = $"{Encode("""{"alg":"RS256","typ":"at+jwt","kid":"k1"}""")}.{Encode(claims.ToJsonString())}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task AnswerAsync(HttpContext http)
    {
        _asked.Enqueue((http.Request.Path, http.Request.Headers.UserAgent.ToString()));
        if (!_answers.TryGetValue(http.Request.Path, out var answer))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var form = http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : FormCollection.Empty;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer(form).ToJsonString(), http.RequestAborted);
    }
}
