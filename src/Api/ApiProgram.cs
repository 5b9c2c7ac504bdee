using Microsoft.Extensions.Logging.Abstractions;
using Modular.Api.CommandLine;
using Modular.Api.Customers;
using Modular.Api.Docs;
using Modular.Api.Errors;
using Modular.Api.Health;
using Modular.Api.Http;
using Modular.Api.Identity;
using Modular.Api.Logging;
using Modular.Api.Orders;
using Modular.Api.Products;
using Modular.Api.Transport;
using Modular.Application;
using Modular.Infrastructure;
using Modular.Telemetry;
using Modular.Telemetry.Logging;

namespace Modular.Api;

/// <summary>The resource server.</summary>
public sealed class ApiProgram
{
    private const string DefaultAddress = "http://localhost:5080";
    private const string ServiceName = "modular-api";
    private const int MaxBodyBytes = 64 * 1024;

    private static readonly TimeSpan RememberHttps = TimeSpan.FromDays(365);

    private ApiProgram()
    {
    }

    /// <summary>Runs the server, or the command that <paramref name="args"/> names.</summary>
    /// <returns>
    /// The exit code: 0; 1 when the command line or the configuration is wrong, or the server cannot start, with a sentence on standard
    /// error; and those of the command.
    /// </returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var console = CommandConsole.OfProcess();
        try
        {
            var exitCode = await Commands.RunAsync(args, console, ServeAsync);
            if (exitCode != ExitCode.Done || console.OutputFailure is not { } failure)
            {
                return exitCode;
            }

            await console.RefuseAsync($"All was done, but standard output could not be written, so part of what there was to say is missing: {failure}");
            return ExitCode.Refused;
        }
        catch (Exception exception) when (StartUp.Sentences(exception) is { } sentences)
        {
            await console.RefuseAsync(sentences);
            return ExitCode.Refused;
        }
    }

    /// <summary>The server, not yet started.</summary>
    /// <param name="args">The settings of the command line.</param>
    /// <param name="change">Changes the registered services, after all others are registered.</param>
    internal static WebApplication Build(string[] args, Action<IServiceCollection>? change = null) => Build(NewBuilder(args), change);

    /// <summary>The sources of the configuration: the settings files beside the program, from whichever folder it is started, the environment, and the command line.</summary>
    /// <param name="args">The settings of the command line.</param>
    internal static WebApplicationBuilder NewBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    /// <inheritdoc cref="Build(string[], Action{IServiceCollection}?)"/>
    /// <param name="builder">With the configuration that the server reads.</param>
    /// <param name="change">Changes the registered services, after all others are registered.</param>
    internal static WebApplication Build(WebApplicationBuilder builder, Action<IServiceCollection>? change = null)
    {
        var configuration = builder.Configuration;
        var services = builder.Services;
        var problems = new ConfigurationProblems();
        problems.Check(() => SettingNames.Check(configuration));
        problems.Check(() => LogSettings.Check(configuration));
        if (ListeningAddresses.Of(configuration).All.Count == 0)
        {
            builder.WebHost.UseUrls(DefaultAddress);
        }

        builder.WebHost.AddVanishedPeers();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });

        services
            .AddLogFormats()
            .AddSingleton<RefusalLog>()
            .AddSingleton<QuotaMetrics>()
            .AddSingleton<EventStreamMetrics>()
            .AddUseCases()
            .AddHealth()
            .AddSingleton<PublicUrl>()
            .AddHsts(hsts => hsts.MaxAge = RememberHttps)
            .AddBearer()
            .AddProtectedResource()
            .AddJson()
            .AddStrictRoutes()
            .AddDocumentation();
        problems.Check(() => services.AddIdentityProviders(identity => identity.AddConfigured(configuration)));
        problems.Check(() => services.AddDatabase(database => database.UseConfigured(configuration)));
        problems.Check(() => services.AddCluster(configuration));
        problems.Check(() => services.AddRetention(configuration));
        problems.Check(() => services.AddShutdown(configuration));
        problems.Check(() => services.AddLocalQuota(configuration));
        problems.Check(() => services.AddTrustedProxies(configuration));
        var telemetry = TelemetrySettings.Read(configuration, trustsLoopback: builder.Environment.IsDevelopment());
        foreach (var problem in telemetry.Problems)
        {
            problems.Add(problem);
        }

        if (problems.Any)
        {
            // The checks of the sections report with the others. They run without a log, whose own settings may be wrong.
            services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
            using var checks = services.BuildServiceProvider();
            StartUp.CheckConfiguration(checks, problems);
            problems.ThrowIfAny();
        }

        builder.AddTelemetry(telemetry, ServiceName);
        change?.Invoke(builder.Services);

        var app = builder.Build();
        app.UseTrustedProxies();
        app.UseMiddleware<TraceId>();
        app.UseMiddleware<AnswerLog>();
        app.UseMiddleware<Draining>();
        app.UseMiddleware<SecurityHeaders>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseMiddleware<MethodSpelling>();
        app.UseMiddleware<HeadRequests>();
        app.UseMiddleware<ExceptionProblems>();
        app.UseStatusCodePages(BareRefusals.ExplainAsync);
        app.UseRouting();
        app.UseProtectedResourceCors();
        app.UseAuthentication();
        app.UseMiddleware<Quotas>();
        app.UseAuthorization();
        app.UseMiddleware<RequestBodies>();

        app.MapOrders();
        app.MapProducts();
        app.MapCustomers();
        app.MapProtectedResource();
        app.MapHealth();
        app.MapDocumentation();
        return app;
    }

    private static async Task<int> ServeAsync(string[] settings)
    {
        await using var app = Build(settings);
        app.Services.CheckConfiguration();
        await app.Services.PrepareDatabaseAsync(app.Environment, CancellationToken.None);
        await StartUp.ListenAsync(app, CancellationToken.None);
        await app.WaitForShutdownAsync(CancellationToken.None);
        return ExitCode.Done;
    }
}
