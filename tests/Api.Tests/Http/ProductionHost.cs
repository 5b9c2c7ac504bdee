using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;

namespace Modular.Api.Tests.Http;

/// <summary>The resource server as it runs in production: a process of its own, in the environment Production.</summary>
public sealed class ProductionHost : IAsyncLifetime
{
    private readonly MirroredKeysProvider _provider = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-production-").FullName;
    private ApiNode? _api;

    internal ApiNode Api => _api ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>The header of a person with every permission.</summary>
    public string Alice { get; private set; } = "";

    /// <summary>The header of another person, whose account may be closed.</summary>
    public string Bob { get; private set; } = "";

    /// <summary>The header of a machine with every permission.</summary>
    public string Machine { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await _provider.StartAsync();
        (string, string)[] settings =
        [
            .. _provider.TrustedAs("main"),
            ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("PublicUrl", "https://api.example.com"),
            ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(_folder, "modular.db")}'"),
        ];
        var (exitCode, _, error) = await ApiProcess.RunAsync("Production", settings, "migrate");
        exitCode.ShouldBe(0, error);
        _api = await ApiNode.StartAsync(settings);
        Alice = $"Authorization: Bearer {await _provider.PersonTokenAsync("alice")}\r\n";
        Bob = $"Authorization: Bearer {await _provider.PersonTokenAsync("bob")}\r\n";
        Machine = $"Authorization: Bearer {await _provider.MachineTokenAsync()}\r\n";
    }

    /// <summary>Sends a request of a person, on a connection of its own.</summary>
    /// <param name="line">Method and target.</param>
    /// <param name="headers">Header lines, each with its end.</param>
    /// <param name="body">The text behind the empty line.</param>
    internal Task<HttpAnswer> AskAsync(string line, string headers = "", string body = "") => AskAsAsync(Alice, line, headers, body);

    internal Task<HttpAnswer> AskAsAsync(string caller, string line, string headers = "", string body = "") =>
        RawConnection.AskAsync(Api.Address, $"{line} HTTP/1.1\r\nHost: api.example.com\r\n{caller}{headers}\r\n{body}");

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
