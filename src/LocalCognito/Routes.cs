using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Control;
using Modular.LocalCognito.Discovery;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Keys;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;
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

        var wellKnown = $"/{Room<UserPool>(app).PoolId}/.well-known";
        app.MapMethods($"{wellKnown}/openid-configuration", Reading, Room<DiscoveryEndpoint>(app).AnswerAsync);
        app.MapMethods($"{wellKnown}/jwks.json", Reading, Room<JwksEndpoint>(app).AnswerAsync);
        app.MapMethods("/oauth2/authorize", Reading, Room<AuthorizeEndpoint>(app).AnswerAsync);
        app.MapPost("/oauth2/token", Room<TokenEndpoint>(app).AnswerAsync);
        app.MapMethods("/oauth2/userInfo", [.. Reading, HttpMethods.Post], Room<UserInfoEndpoint>(app).AnswerAsync);
        app.MapPost("/oauth2/revoke", Room<RevokeEndpoint>(app).AnswerAsync);
        app.MapMethods("/login", Reading, Room<LoginEndpoint>(app).ShowAsync);
        app.MapPost("/login", Room<LoginEndpoint>(app).SubmitAsync);
        app.MapMethods("/logout", Reading, Room<LogoutEndpoint>(app).AnswerAsync);
        app.MapMethods("/health/ready", Reading, _ => Task.CompletedTask);
        if (app.Environment.IsDevelopment())
            MapControl(app);
    }

    private static void MapControl(WebApplication app)
    {
        app.MapMethods("/", Reading, ControlGuard.Protect(Room<HomePage>(app).AnswerAsync));
        app.MapPost("/_local/keys/rotate", ControlGuard.Protect(Room<KeysControl>(app).RotateAsync));
        app.MapPost("/_local/tokens", ControlGuard.Protect(Room<TokensControl>(app).MintAsync));
        app.MapPost("/_local/faults", ControlGuard.Protect(Room<FaultsControl>(app).OrderAsync));
        app.MapDelete("/_local/faults", ControlGuard.Protect(Room<FaultsControl>(app).ClearAsync));
        app.MapPost("/_local/clock", ControlGuard.Protect(Room<ClockControl>(app).SetAsync));
        app.MapMethods("/_local/sessions", Reading, ControlGuard.Protect(Room<SessionsControl>(app).ListAsync));
        app.MapDelete("/_local/sessions", ControlGuard.Protect(Room<SessionsControl>(app).EndAllAsync));
        app.MapDelete("/_local/sessions/{id}", ControlGuard.Protect(Room<SessionsControl>(app).EndAsync));
        app.MapPost("/_local/users/{username}/sign-out", ControlGuard.Protect(Room<UsersControl>(app).SignOutAsync));
        app.MapPost("/_local/users/{username}/disable", ControlGuard.Protect(Room<UsersControl>(app).DisableAsync));
        app.MapPost("/_local/users/{username}/enable", ControlGuard.Protect(Room<UsersControl>(app).EnableAsync));
        app.MapMethods("/_local/requests", Reading, ControlGuard.Protect(Room<RequestCounts>(app).AnswerAsync));
    }

    private static T Room<T>(WebApplication app)
        where T : class => app.Services.GetRequiredService<T>();

    private static Task SecurityHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
