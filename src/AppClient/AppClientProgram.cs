using Modular.AppClient.Orders;
using Modular.AppClient.SignIn;
using Modular.Telemetry;
using Modular.Telemetry.Logging;

namespace Modular.AppClient;

/// <summary>The app client: people sign in here, and see their data of the resource server.</summary>
public static class AppClientProgram
{
    /// <summary>Runs until it is stopped.</summary>
    /// <returns>0, or 1 when the configuration is wrong.</returns>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    /// <summary>The app client, configured but not yet listening.</summary>
    /// <exception cref="StartRefusedException">The configuration is wrong.</exception>
    public static WebApplication Build(string[] args) => Build(args, _ => { });

    /// <param name="args">Settings from the command line.</param>
    /// <param name="replace">Lets a test replace a service, such as the clock.</param>
    internal static WebApplication Build(string[] args, Action<IServiceCollection> replace)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // The pages are found by this name, also when a test is the entry assembly.
            ApplicationName = typeof(AppClientProgram).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        ListeningAddresses.RefusePlainHttp(builder.Configuration, builder.Environment);
        var settings = AppClientSettings.Read(builder.Configuration, builder.Environment);
        var telemetry = TelemetrySettings.Read(builder.Configuration, trustsLoopback: false);
        if (telemetry.Problems.Count > 0)
        {
            throw new StartRefusedException(string.Join(Environment.NewLine, telemetry.Problems));
        }


        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // The forms here are a button each, and the provider's answer is short.
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        });
        builder.AddTelemetry(telemetry, "modular-app-client");
        builder.Services.AddLogFormats();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSignIn(settings, builder.Environment);
        builder.Services.AddOrdersApi(settings);
        builder.Services.AddRazorPages();
        replace(builder.Services);

        var app = builder.Build();
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler("/problem/500");
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.UseMiddleware<BrokenRequests>();
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.UseStaticFiles();
        app.UseAuthentication();
        app.UseRouting();
        app.UseAuthorization();
        app.MapRazorPages();
        app.MapMethods("/health/live", [HttpMethods.Get, HttpMethods.Head], () => "live").AllowAnonymous();
        // Otherwise a mistyped address would ask people to sign in first, to find nothing.
        app.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
        return app;
    }
}
