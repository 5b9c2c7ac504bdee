using Microsoft.Extensions.Options;
using Modular.Application.Identity;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>What happens before the first request is taken, and how it is refused.</summary>
internal static class StartUp
{
    /// <summary>Checks everything that can be told from the configuration alone.</summary>
    /// <exception cref="ConfigurationException">Something is wrong.</exception>
    /// <exception cref="OptionsValidationException">An option is wrong.</exception>
    public static void CheckConfiguration(this IServiceProvider services)
    {
        var (configuration, environment) = (services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>());
        CheckAddresses(configuration, environment);
        PublicUrl.Check(configuration, environment);
        services.GetService<IStartupValidator>()?.Validate();
        services.GetRequiredService<ITokenValidator>();
    }

    /// <summary>In Development makes the database and its sample data; elsewhere checks that it is what this program needs.</summary>
    /// <exception cref="ConfigurationException">It is not, or cannot be opened.</exception>
    public static async Task PrepareDatabaseAsync(
        this IServiceProvider services, IHostEnvironment environment, CancellationToken cancellationToken)
    {
        await using var scope = services.CreateAsyncScope();
        var schema = scope.ServiceProvider.GetRequiredService<ISchema>();
        if (environment.IsDevelopment())
        {
            await schema.MigrateAsync(_ => { }, cancellationToken);
        }

        await schema.CheckAsync(cancellationToken);
        if (environment.IsDevelopment())
        {
            await scope.ServiceProvider.GetRequiredService<SampleData>().AddAsync(cancellationToken);
        }

        // PostgreSQL's copies do not say that they are copies: the README has the statement.
        if (scope.ServiceProvider.GetService<RestoredBackup>() is { } restored)
        {
            await restored.EndSignInsAsync(cancellationToken);
        }
    }

    /// <summary>Takes requests from now on.</summary>
    /// <exception cref="ConfigurationException">An address cannot be listened on.</exception>
    public static async Task ListenAsync(IHost host, CancellationToken cancellationToken)
    {
        try
        {
            await host.StartAsync(cancellationToken);
        }
        catch (IOException taken)
        {
            throw new ConfigurationException($"ASPNETCORE_URLS: {FirstLine(taken)} Stop what listens there, or set another address.");
        }
        catch (InvalidOperationException unusable) when (unusable.Message.Contains("HTTPS", StringComparison.Ordinal))
        {
            throw new ConfigurationException($"ASPNETCORE_URLS: {FirstLine(unusable)} Set Kestrel:Certificates:Default:Path.");
        }
    }

    /// <summary>What to tell whoever started this program, or null for a bug, which keeps its stack trace.</summary>
    public static string? Sentences(Exception exception) => exception switch
    {
        ConfigurationException wrong => wrong.Message,
        OptionsValidationException wrong => string.Join(Environment.NewLine, wrong.Failures),
        _ => null,
    };

    private static void CheckAddresses(IConfiguration configuration, IHostEnvironment environment)
    {
        var addresses = ListeningAddresses.Of(configuration);
        if (addresses.FirstOrDefault(address => !ListeningAddresses.IsAddress(address)) is { } unreadable)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_URLS has '{unreadable}', which is no address to listen on: write it like http://localhost:5080.");
        }

        var exposed = environment.IsDevelopment()
            ? null
            : addresses.FirstOrDefault(address =>
                address.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !ListeningAddresses.IsLoopback(address));
        if (exposed is not null)
        {
            throw new ConfigurationException(
                $"ASPNETCORE_URLS has '{exposed}', and tokens do not travel in the clear: use https, or a loopback address.");
        }
    }

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].TrimEnd('\r', '.') + ".";
}
