using System.Net.Http.Json;
using Modular.Api.Tests.Hosting;
using Modular.AppClient.Tests.Figure;

namespace Modular.Api.Tests.Signals;

/// <summary>The figure as it runs, each program in a process of its own, and a collector for all signals.</summary>
public sealed class ObservedFigure : IAsyncLifetime
{
    /// <summary>The subject of alice.</summary>
    public const string Alice = "00000000-0000-4000-8000-00000000000a";

    private const string PoolId = "ap-northeast-2_Modular01";

    private readonly string _folder = Directory.CreateTempSubdirectory("modular-observed-").FullName;
    private RunningProgram? _pool;
    private OtlpSink? _sink;
    private ApiNode? _api;
    private RunningProgram? _appClient;

    internal RunningProgram Pool => _pool!;

    public OtlpSink Sink => _sink!;

    private string Issuer => $"{Pool.Address.GetLeftPart(UriPartial.Authority)}/{PoolId}";

    internal ApiNode Api => _api!;

    internal RunningProgram AppClient => _appClient!;

    public async ValueTask InitializeAsync()
    {
        _sink = await OtlpSink.StartAsync();
        _pool = await RunningProgram.StartAsync(Path.Combine(AppContext.BaseDirectory, "Modular.LocalCognito.dll"), "Development", Sink.Settings);
        _api = await ApiNode.StartAsync(
        [
            .. Sink.Settings,
            ("Identity:Providers:main:Kind", "Cognito"),
            ("Identity:Providers:main:UserPoolId", PoolId),
            ("Identity:Providers:main:Issuer", Issuer),
            ("Identity:Providers:main:ClientIds:0", "web-client"),
            ("Identity:Providers:main:MachineClientIds:0", "fulfilment-client"),
            ("Identity:Providers:main:ResourceServer", "modular"),
            ("SampleData:Identities:0:Person", "alice"),
            ("SampleData:Identities:0:Issuer", Issuer),
            ("SampleData:Identities:0:Subject", Alice),
            ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(_folder, "modular.db")}'"),
            ("Quota:RequestsPerSecond", "50"),
            ("Logging:LogLevel:Modular", "Information"),
            ("Logging:Console:FormatterName", "json-lines"),
        ]);
        _appClient = await RunningProgram.StartAsync(
            BuiltPrograms.AppClient,
            "Development",
            [
                .. Sink.Settings,
                ("AppClient:Authority", Issuer),
                ("AppClient:Api", Api.Address.AbsoluteUri),
                ("AppClient:ClientId", "web-client"),
                ("AppClient:ClientSecret", "web-secret"),
            ]);
    }

    /// <summary>An access token as the stand-in's control API mints it.</summary>
    public async Task<string> MintAsync(object order)
    {
        using var client = new HttpClient { BaseAddress = Pool.Address };
        using var response = await client.PostAsJsonAsync("/_local/tokens", order, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.JsonAsync()).Text("access_token");
    }

    /// <summary>A token of alice's with all that she may have.</summary>
    public Task<string> TokenAsync() => MintAsync(new { user = "alice", client = "web-client" });

    /// <summary>Moves the database away, so that it fails.</summary>
    public void BreakDatabase() => File.Move(Path.Combine(_folder, "modular.db"), Path.Combine(_folder, "moved.db"));

    internal Browser OpenBrowser() => new(AppClient.Address);

    /// <summary>The spans of a trace, once they are as expected.</summary>
    internal async Task<IReadOnlyList<ReceivedSpan>> TraceAsync(string what, Func<ReceivedSpan, bool> root, Func<IReadOnlyList<ReceivedSpan>, bool> isWhole)
    {
        IReadOnlyList<ReceivedSpan> found = [];
        try
        {
            await Eventually.HoldsAsync(what, TimeSpan.FromSeconds(60), () =>
            {
                var all = Sink.Spans;
                found = [.. all.Where(root).Select(span => span.TraceId).Distinct().SelectMany(trace => all.Where(span => span.TraceId == trace))];
                return Task.FromResult(isWhole(found));
            });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} The spans: {string.Join("; ", Sink.Spans.Select(span => $"{span.Service} {span.Name} {span.TraceId}"))}", late);
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        if (_appClient is not null)
        {
            await _appClient.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_pool is not null)
        {
            await _pool.DisposeAsync();
        }

        await Sink.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
