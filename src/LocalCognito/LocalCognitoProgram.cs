using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;
using Modular.Telemetry;
using Modular.Telemetry.Logging;

namespace Modular.LocalCognito;

/// <summary>The program. It has a name of its own, because a test project may hold several programs.</summary>
public sealed class LocalCognitoProgram
{
    private LocalCognitoProgram()
    {
    }

    /// <summary>Runs until it is told to stop. A wrong configuration ends it at once with 1 and one sentence on standard error.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is ["hash-password"])
        {
            await using var input = Console.OpenStandardInput();
            return await HashPasswordCommand.RunAsync(input, Console.Out, Console.Error);
        }

        try
        {
            await using var app = Build(args);
            await app.StartAsync(CancellationToken.None);
            var (address, pool) = (app.Services.GetRequiredService<ServerAddress>(), app.Services.GetRequiredService<UserPool>());
            app.Logger.Started(pool.PoolId, address.Listening, address.Issuer, address.Base);
            await app.WaitForShutdownAsync(CancellationToken.None);
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync("ASPNETCORE_URLS names a port that is already in use: stop the other program, or choose another port.");
        }

        catch (SocketException error)
        {
            await Console.Error.WriteLineAsync($"ASPNETCORE_URLS names an address that this machine does not let it listen on ({error.Message}): choose another one.");
        }

        return 1;
    }

    /// <summary>The program as the command line and the environment describe it, not yet started.</summary>
    /// <exception cref="StartRefusedException">The configuration is wrong; the message says what to change.</exception>
    public static WebApplication Build(string[] args) => Build(CommandLine.Read(args));

    internal static WebApplication Build(LocalCognitoOptions options)
    {
        var firstKeys = options.DataFolder is null ? FirstKeys.Start(options.NewKey) : null;
        var urls = ListeningUrls.Check(options.Urls, options.Environment);
        var pool = PoolFile.Read(options.PoolFile ?? PoolFile.Sample, options.EditPool);
        var folder = options.DataFolder is { } path ? DataFolder.Open(path) : null;
        try
        {
            return Build(options, urls, pool, folder, firstKeys);
        }
        catch (Exception error) when (folder is not null && error is IOException or UnauthorizedAccessException)
        {
            folder.Dispose();
            throw new StartRefusedException($"LocalCognito:DataFolder '{options.DataFolder}' cannot be used: {error.Message}", error);
        }
        catch
        {
            folder?.Dispose();
            throw;
        }
    }

    private static WebApplication Build(LocalCognitoOptions options, string[] urls, UserPool pool, DataFolder? folder, FirstKeys? firstKeys)
    {
        // Empty: no settings file of the working directory and no variable reaches a pool that runs inside another program.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(LocalCognitoProgram).Assembly.GetName().Name,
            EnvironmentName = options.Environment,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseKestrelCore().UseUrls(urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            // An authorization request carries the client's state, and the login form carries the whole request in its address.
            kestrel.Limits.MaxRequestLineSize = 16 * 1024;
        });
        builder.Configuration.AddConfiguration(options.Telemetry);
        var telemetry = TelemetrySettings.Read(builder.Configuration, trustsLoopback: false);
        if (telemetry.Problems.Count > 0)
        {
            throw new StartRefusedException(string.Join(Environment.NewLine, telemetry.Problems));
        }

        builder.AddTelemetry(telemetry, "local-cognito");
        builder.Services.AddLogFormats(TimeProvider.System);
        options.Logging?.Invoke(builder.Logging);
        builder.Services.AddRoutingCore();
        builder.Services.AddLocalCognito(pool, folder, firstKeys, options);

        var app = builder.Build();
        app.UseLocalCognito();
        return app;
    }
}
