using Microsoft.Extensions.Options;
using Modular.Application.Identity;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;
using Modular.Infrastructure.Database.Schema;

namespace Modular.Api;

/// <summary>The checks before the first request is taken, and the sentences with which a start is refused.</summary>
internal static class StartUp
{
    /// <summary>Checks everything that can be told from the configuration alone.</summary>
    /// <exception cref="ConfigurationException">Something is wrong: all of it is said together.</exception>
    public static void CheckConfiguration(this IServiceProvider services)
    {
        var problems = new ConfigurationProblems();
        CheckConfiguration(services, problems);
        problems.Check(() => services.GetRequiredService<ITokenValidator>());
        problems.ThrowIfAny();
    }

    /// <summary>Checks the addresses and the options of everything that is registered.</summary>
    public static void CheckConfiguration(IServiceProvider services, ConfigurationProblems problems)
    {
        var (configuration, environment) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
        problems.Check(() => CheckAddresses(ListeningAddresses.Of(configuration), environment));
        problems.Check(() => PublicUrl.Check(configuration, environment));
        problems.Check(() => services.GetService<IStartupValidator>()?.Validate());
    }

    /// <summary>Checks the options of everything that is registered, and that the identity providers agree with one another.</summary>
    /// <exception cref="ConfigurationException">An option is wrong, or two providers contradict one another.</exception>
    public static void CheckOptions(this IServiceProvider services)
    {
        var problems = new ConfigurationProblems();
        problems.Check(() => services.GetService<IStartupValidator>()?.Validate());
        problems.Check(() => services.GetRequiredService<ITokenValidator>());
        problems.ThrowIfAny();
    }

    /// <summary>In Development makes the database and its sample data; elsewhere checks that this program can serve on it.</summary>
    /// <exception cref="ConfigurationException">The tables are not right, or the database cannot be opened or written.</exception>
    public static async Task PrepareDatabaseAsync(
        this IServiceProvider services, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var database = services.GetRequiredService<DatabaseTrouble>();
        try
        {
            await PrepareAsync(services, scope.ServiceProvider, environment, cancellationToken);
        }
        catch (Exception trouble) when (database.RefusalOf(trouble) is { } refusal)
        {
            throw new ConfigurationException(refusal.Sentence);
        }
    }

    /// <summary>Takes requests from now on.</summary>
    /// <exception cref="ConfigurationException">An address cannot be listened on.</exception>
    public static async Task ListenAsync(IHost host, CancellationToken cancellationToken)
    {
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to end before it listened: it ends as if it had.
        }
        catch (Exception failure) when (ListeningProblem.Of(failure, ListeningAddresses.Of(host.Services.GetRequiredService<IConfiguration>())) is { } sentence)
        {
            throw new ConfigurationException(sentence);
        }
    }

    /// <summary>The sentences for the operator who started this program; null for a bug, which keeps its stack trace.</summary>
    public static string? Sentences(Exception exception) =>
        ConfigurationProblems.Of(exception) is { } sentences ? string.Join(Environment.NewLine, sentences) : null;

    private static async Task PrepareAsync(
        IServiceProvider services, IServiceProvider scoped, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        var schema = scoped.GetRequiredService<ISchema>();
        if (environment.IsDevelopment())
        {
            await schema.MigrateAsync(MigrationNews.Unheard, cancellationToken);
        }

        await schema.CheckAsync(cancellationToken);
        if (environment.IsDevelopment())
        {
            var samples = scoped.GetRequiredService<SampleData>();
            await samples.AddAsync(cancellationToken);
            DevelopmentHints.Say(services, samples);
        }

        // Not every database's copies say that they are copies: docs/operations.md has a statement for the others.
        if (scoped.GetService<RestoredBackup>() is { } restored)
        {
            await restored.EndSignInsAsync(cancellationToken);
        }
    }

    private static void CheckAddresses(ListeningAddresses addresses, IHostEnvironment environment)
    {
        if (addresses.All.FirstOrDefault(address => !ListeningAddresses.IsAddress(address.Value)) is { } unreadable)
        {
            throw new ConfigurationException(
                $"{unreadable.Setting} has '{unreadable.Value}', which is no address to listen on: write it like {ExampleOf(unreadable)}.");
        }

        var exposed = environment.IsDevelopment()
            ? null
            : addresses.All.FirstOrDefault(address =>
                address.Value.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !ListeningAddresses.IsLoopback(address.Value));
        if (exposed is not null)
        {
            throw new ConfigurationException(
                $"{exposed.Setting} has '{exposed.Value}', and tokens do not travel in the clear: {AdviceFor(exposed)}.");
        }
    }

    private static string ExampleOf(ListeningAddress address) =>
        IsPorts(address) ? "5080" : "http://localhost:5080";

    // A port alone is every address of the machine. Images of .NET set one, and an address of our own overrides it.
    private static string AdviceFor(ListeningAddress address) => IsPorts(address)
        ? "set ASPNETCORE_URLS, which takes its place, to an https address or a loopback address"
        : "use https, or a loopback address";

    private static bool IsPorts(ListeningAddress address) => address.Setting.EndsWith("_PORTS", StringComparison.OrdinalIgnoreCase);
}
