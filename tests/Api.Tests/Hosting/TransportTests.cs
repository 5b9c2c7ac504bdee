using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Hosting;

/// <summary>TLS, by a server outside Development: HTTP/2 and HTTP/1.1, and that browsers come back over https alone.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private const int Limit = 64 * 1024;

    private readonly SharedKeyProvider _provider = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-tls-").FullName;
    private ApiNode? _api;
    private string? _fingerprint;

    private ApiNode Api => _api ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync()
    {
        (string, string)[] settings =
        [
            ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(_folder, "modular.db")}'"),
            .. _provider.TrustedAs("fake"),
        ];
        var (exitCode, _, error) = await ApiProcess.RunAsync("Testing", settings, "migrate");
        exitCode.ShouldBe(0, error);
        _api = await ApiNode.StartAsync(
            [
                .. settings,
                ("ASPNETCORE_ENVIRONMENT", "Testing"),
                ("ASPNETCORE_URLS", "https://127.0.0.1:0"),
                ("Kestrel:Certificates:Default:Path", await CertificateAsync()),
                ("TrustedProxies:0", "127.0.0.1"),
            ]);
    }

    [Theory]
    [InlineData("2.0")]
    [InlineData("1.1")]
    public async Task Both_versions_of_HTTP_answer(string version)
    {
        using var response = await SendAsync(Version.Parse(version));

        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Version.ShouldBe(Version.Parse(version));
        await response.ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        response.ShouldChallenge(error: null, $"https://127.0.0.1:{Api.Address.Port}");
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Theory]
    [InlineData("2.0", "/api/orders", 401)]
    [InlineData("2.0", "/health/live", 200)]
    [InlineData("2.0", "/health/ready", 200)]
    [InlineData("2.0", "/docs/", 200)]
    [InlineData("2.0", "/openapi/v1.json", 200)]
    [InlineData("2.0", "/.well-known/oauth-protected-resource", 200)]
    [InlineData("2.0", "/nothing-here", 401)]
    [InlineData("1.1", "/health/live", 200)]
    public async Task Head_has_no_body_in_both_versions(string version, string path, int status)
    {
        // HTTP/2 has nothing on the connection that says where a body would end: what follows the headers of a HEAD is an error of the protocol.
        using var response = await SendAsync(HttpMethod.Head, path, Version.Parse(version), content: null);

        ((int)response.StatusCode).ShouldBe(status);
        response.Version.ShouldBe(Version.Parse(version));
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2.0", Limit, 400)]
    [InlineData("2.0", Limit + 1, 413)]
    [InlineData("2.0", 2 * Limit, 413)]
    [InlineData("1.1", Limit + 1, 413)]
    public async Task A_body_that_does_not_say_its_length_is_read_to_the_limit_in_both_versions(string version, int bytes, int status)
    {
        var token = await _provider.PersonTokenAsync("alice");
        foreach (var (method, path, ifRead) in new[] { (HttpMethod.Put, "/api/profile", 400), (HttpMethod.Post, "/api/orders/1/cancel", 404) })
        {
            using var response = await SendAsync(method, path, Version.Parse(version), new UnknownLength(bytes), ("Authorization", "Bearer " + token));

            ((int)response.StatusCode).ShouldBe(status == 413 ? 413 : ifRead, path);
            (await response.TextAsync()).ShouldContain("urn:modular:problem:");
        }
    }

    [Theory]
    [InlineData("https", "max-age=31536000")]
    [InlineData("http", null)]
    public async Task What_a_trusted_proxy_says_of_the_scheme_is_taken(string scheme, string? expected)
    {
        using var response = await SendAsync(HttpVersion.Version11, ("X-Forwarded-Proto", scheme), ("X-Forwarded-For", "192.0.2.1"));

        (response.Headers.TryGetValues("Strict-Transport-Security", out var values) ? values.Single() : null).ShouldBe(expected);
    }

    [Fact]
    public async Task Browsers_are_told_to_come_back_over_https_for_a_year()
    {
        using var response = await SendAsync(HttpVersion.Version20);

        response.Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private Task<HttpResponseMessage> SendAsync(Version version, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Get, "/api/orders", version, content: null, headers);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, Version version, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == _fingerprint;
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(method, new Uri(Api.Address, path))
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Host = "api.example.com" },
            Content = content,
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> CertificateAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _fingerprint = certificate.GetCertHashString();
        var path = Path.Combine(_folder, "server.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pfx), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>White space that is no JSON, of a length that is not said.</summary>
    private sealed class UnknownLength : HttpContent
    {
        private readonly byte[] _bytes;

        public UnknownLength(int bytes)
        {
            _bytes = [.. Enumerable.Repeat((byte)' ', bytes)];
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(_bytes, TestContext.Current.CancellationToken).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
