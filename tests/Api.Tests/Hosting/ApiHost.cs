using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Fake;

namespace Modular.Api.Tests.Hosting;

/// <summary>
/// The resource server, whole, in this process: real tokens through the real pipeline, a database of its own, a clock that tests
/// move. Any person is signed in in one line: <c>api.SignedInAs("alice")</c>.
/// </summary>
public class ApiHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("modular-api-").FullName;
    private readonly WebApplicationFactory<ApiProgram> _factory;

    public ApiHost() =>
        _factory = new WebApplicationFactory<ApiProgram>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(Environment);
            host.UseSetting("ConnectionStrings:Modular", Database);

            // The clock stands still, so that a quota would never be free again.
            host.UseSetting("Quota:RequestsPerSecond", "0");
            foreach (var (setting, value) in Settings)
            {
                host.UseSetting(setting, value);
            }

            host.ConfigureLogging(logging => logging.ClearProviders());
            host.ConfigureServices(services =>
            {
                services.AddSingleton<TimeProvider>(Clock);
                services.AddFakeLogging();
                Configure(services);
            });
        });

    /// <summary>The server's clock. Stands still unless moved.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero));

    /// <summary>
    /// Does something that waits on the clock, and lets the clock run meanwhile: the second fetch of keys waits a second.
    /// </summary>
    public async Task<T> AsTimePassesAsync<T>(Func<Task<T>> act)
    {
        var done = act();
        while (!done.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(done, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken));
        }

        return await done;
    }

    /// <summary>The log of the server.</summary>
    public FakeLogCollector Log => Services.GetFakeLogCollector();

    /// <summary>The server's services.</summary>
    public IServiceProvider Services => _factory.Services;

    /// <summary>Mints tokens that the server accepts, and broken ones.</summary>
    public FakeTokens Tokens => Services.GetRequiredKeyedService<FakeTokens>("fake");

    /// <summary>The server's environment.</summary>
    protected virtual string Environment => "Development";

    /// <summary>The server's database, which the server has made: it is started by this, if it is not yet.</summary>
    public string ConnectionString
    {
        get
        {
            _ = Services;
            return Database;
        }
    }

    /// <summary>Where the server's database is, whether or not the server has made it.</summary>
    protected string Database => $"Data Source='{Path.Combine(_folder, "modular.db")}';Pooling=False";

    /// <summary>The settings of the server. By default the Fake provider, and the sample people as its subjects.</summary>
    protected virtual IEnumerable<(string Setting, string Value)> Settings { get; } =
    [
        ("Identity:Providers:fake:Kind", "Fake"),
        .. new[] { "alice", "bob", "carol" }.SelectMany((person, i) => new[]
        {
            ($"SampleData:Identities:{i}:Person", person),
            ($"SampleData:Identities:{i}:Issuer", "https://fake.invalid"),
            ($"SampleData:Identities:{i}:Subject", person),
        }),
    ];

    /// <summary>Changes what the server is made of, last of all.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    /// <summary>A person with those permissions; with all of them if none is named. carol is staff.</summary>
    public HttpClient SignedInAs(string person, params string[] permissions) =>
        With(Tokens.ForPerson(person, Or(permissions), person == "carol" ? ["staff"] : null));

    /// <summary>The machine, with those permissions; with every one if none is named.</summary>
    public HttpClient SignedInAsMachine(params string[] permissions) => With(Tokens.ForMachine(Or(permissions)));

    /// <summary>An anonymous caller.</summary>
    public HttpClient Anonymous() => _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    /// <summary>The bearer of this token.</summary>
    public HttpClient With(string token)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static IEnumerable<string> Or(string[] permissions) => permissions.Length > 0 ? permissions : PermissionNames.Known;
}
