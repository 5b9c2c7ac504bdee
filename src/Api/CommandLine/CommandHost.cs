using Modular.Api.Logging;
using Modular.Application;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api.CommandLine;

/// <summary>
/// The host of a command: the configuration and the services of the server, without those that only a server needs. A command listens nowhere,
/// and asks an identity provider only where it says so.
/// </summary>
/// <param name="arguments">The arguments of the program.</param>
/// <param name="environment">The name of the environment, if the command line gives one.</param>
/// <param name="console">The output of commands.</param>
internal sealed class CommandHost(Arguments arguments, Func<string?> environment, CommandConsole console)
{
    /// <summary>The output of commands.</summary>
    public CommandConsole Console { get; } = console;

    /// <summary>Runs a command that needs no identity provider.</summary>
    /// <param name="command">Its name, for sentences.</param>
    /// <param name="run">Does it.</param>
    /// <param name="cancellationToken">Is cancelled by Ctrl+C and SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(string command, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken) =>
        RunAsync(command, arguments.HasSettingOf("Identity"), run, cancellationToken);

    /// <summary>Runs a command that sends use cases and needs no identity provider.</summary>
    /// <inheritdoc cref="RunAsync(string, Func{IServiceProvider, Task{int}}, CancellationToken)"/>
    public Task<int> SendAsync(string command, Func<OperatorSender, Task<int>> run, CancellationToken cancellationToken) =>
        RunAsync(command, services => run(new OperatorSender(services, command)), cancellationToken);

    /// <summary>Runs a command that sends use cases and needs the identity providers.</summary>
    /// <inheritdoc cref="RunAsync(string, Func{IServiceProvider, Task{int}}, CancellationToken)"/>
    public Task<int> SendWithProvidersAsync(string command, Func<OperatorSender, Task<int>> run, CancellationToken cancellationToken) =>
        RunWithProvidersAsync(command, services => run(new OperatorSender(services, command)), cancellationToken);

    /// <summary>Runs a command that needs the identity providers.</summary>
    /// <inheritdoc cref="RunAsync(string, Func{IServiceProvider, Task{int}}, CancellationToken)"/>
    public Task<int> RunWithProvidersAsync(string command, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken) =>
        RunAsync(command, withProviders: true, run, cancellationToken);

    private async Task<int> RunAsync(string command, bool withProviders, Func<IServiceProvider, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = Build(withProviders);
            if (withProviders)
            {
                host.Services.CheckOptions();
            }

            return await RunAsync(command, host.Services, run);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.RefuseAsync($"{command} was stopped: nothing was changed.");
            return ExitCode.Stopped;
        }
        catch (ConfigurationException trouble) when (trouble.MayPass)
        {
            await Console.RefuseAsync($"{command}: {trouble.Message} Nothing was changed.");
            return ExitCode.Unavailable;
        }
    }

    private async Task<int> RunAsync(string command, IServiceProvider services, Func<IServiceProvider, Task<int>> run)
    {
        var database = services.GetRequiredService<DatabaseTrouble>();
        try
        {
            return await run(services);
        }
        catch (Exception trouble) when (database.RefusalOf(trouble) is { } refusal)
        {
            await Console.RefuseAsync($"{command}: {refusal.Sentence} Nothing was changed.");
            return refusal.MayPass ? ExitCode.Unavailable : ExitCode.Refused;
        }
    }

    private WebApplication Build(bool withProviders)
    {
        string[] settings = environment() is { } name ? [.. arguments.Settings, $"--environment={name}"] : [.. arguments.Settings];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        var (services, configuration) = (builder.Services, builder.Configuration);
        var problems = new ConfigurationProblems();
        problems.Check(() => SettingNames.Check(configuration, withProviders));
        problems.Check(() => LogSettings.Check(configuration));

        // A command writes its own lines, so no log is needed. Some use cases lack their ports here, so the services are not validated.
        builder.Logging.ClearProviders();
        builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = false);
        services.AddUseCases().AddSingleton(ListeningAddresses.None);
        problems.Check(() => services.AddDatabase(database => database.UseConfigured(configuration)));
        problems.Check(() => services.AddCluster(configuration));
        problems.Check(() => services.AddRetention(configuration));
        problems.Check(() => services.AddShutdown(configuration));
        problems.Check(() => services.AddLocalQuota(configuration));
        if (withProviders)
        {
            problems.Check(() => services.AddIdentityProviders(identity => identity.AddConfigured(configuration)));
        }

        problems.ThrowIfAny();
        return builder.Build();
    }
}
