using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Control;
using Modular.LocalCognito.Discovery;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Login;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito;

/// <summary>Every address that the program answers at.</summary>
internal static class Routes
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void UseLocalCognito(this WebApplication app)
    {
        app.Use(SecurityHeaders);
        app.UseMiddleware<UserPoolApi>();
        app.UseMiddleware<Cors>();
        app.UseRouting();
        app.UseMiddleware<FaultMiddleware>();
        app.UseMiddleware<BrokenRequests>();

        var wellKnown = $"/{Service<UserPool>(app).PoolId}/.well-known";
        app.MapMethods($"{wellKnown}/openid-configuration", Reading, Service<DiscoveryEndpoint>(app).AnswerAsync);
        app.MapMethods($"{wellKnown}/jwks.json", Reading, Service<JwksEndpoint>(app).AnswerAsync);
        app.MapMethods("/oauth2/authorize", Reading, Service<AuthorizeEndpoint>(app).AnswerAsync);
        app.MapPost("/oauth2/token", Service<TokenEndpoint>(app).AnswerAsync);
        app.MapMethods("/oauth2/userInfo", [.. Reading, HttpMethods.Post], Service<UserInfoEndpoint>(app).AnswerAsync);
        app.MapPost("/oauth2/revoke", Service<RevokeEndpoint>(app).AnswerAsync);
        app.MapMethods("/login", Reading, Service<LoginEndpoint>(app).ShowAsync);
        app.MapPost("/login", Service<LoginEndpoint>(app).SubmitAsync);
        app.MapMethods("/logout", Reading, Service<LogoutEndpoint>(app).AnswerAsync);
        app.MapMethods("/health/ready", Reading, _ => Task.CompletedTask);
        if (app.Environment.IsDevelopment())
        {
            MapControl(app);
        }
    }

    private static void MapControl(WebApplication app)
    {
        app.MapMethods("/", Reading, ControlGuard.Protect(Service<HomePage>(app).AnswerAsync));
        app.MapPost("/_local/keys/rotate", ControlGuard.Protect(Service<KeysControl>(app).RotateAsync));
        app.MapPost("/_local/tokens", ControlGuard.Protect(Service<TokensControl>(app).MintAsync));
        app.MapPost("/_local/faults", ControlGuard.Protect(Service<FaultsControl>(app).OrderAsync));
        app.MapDelete("/_local/faults", ControlGuard.Protect(Service<FaultsControl>(app).ClearAsync));
        app.MapPost("/_local/clock", ControlGuard.Protect(Service<ClockControl>(app).SetAsync));
        app.MapMethods("/_local/sessions", Reading, ControlGuard.Protect(Service<SessionsControl>(app).ListAsync));
        app.MapDelete("/_local/sessions", ControlGuard.Protect(Service<SessionsControl>(app).EndAllAsync));
        app.MapDelete("/_local/sessions/{id}", ControlGuard.Protect(Service<SessionsControl>(app).EndAsync));
        app.MapPost("/_local/users/{username}/sign-out", ControlGuard.Protect(Service<UsersControl>(app).SignOutAsync));
        app.MapPost("/_local/users/{username}/disable", ControlGuard.Protect(Service<UsersControl>(app).DisableAsync));
        app.MapPost("/_local/users/{username}/enable", ControlGuard.Protect(Service<UsersControl>(app).EnableAsync));
        app.MapMethods("/_local/requests", Reading, ControlGuard.Protect(Service<RequestCounts>(app).AnswerAsync));
    }

    private static T Service<T>(WebApplication app)
        where T : class => app.Services.GetRequiredService<T>();

    private static Task SecurityHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
