using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure;

namespace Modular.Api.Identity;

/// <summary>The HTTP bearer scheme (RFC 6750): takes the token from the header, and asks the identity port for its caller.</summary>
internal static partial class Bearer
{
    private const string Prefix = "Bearer ";

    // The limit lets an operator find each refusal of a misconfigured client, and keeps an attacker who tries tokens from filling the disk.
    private const int RejectionsEachSecond = 20;

    public static IServiceCollection AddBearer(this IServiceCollection services)
    {
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
        {
            // The port answers for every token, so nothing of the handler's own validation is ever reached.
            bearer.Events = new JwtBearerEvents { OnMessageReceived = ReceiveAsync };
        });

        // Authentication brings data protection along, which would write a key ring into the home folder at start: nothing here uses it.
        services.Remove(services.Single(service =>
            service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Namespace == "Microsoft.AspNetCore.DataProtection.Internal"));

        services.AddScoped<IAuthorizationHandler, AccessHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationResultHandler>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>The token of a request that was let in.</summary>
    public static string TokenOf(HttpRequest request) => TokenOf(request.Headers.Authorization.ToString());

    private static string TokenOf(string header) => header[Prefix.Length..].Trim(' ');

    private static async Task ReceiveAsync(MessageReceivedContext context)
    {
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            // An open route ignores the token of the request, and no provider is asked.
            context.NoResult();
            return;
        }

        var header = http.Request.Headers.Authorization;
        if (PresentedTokens.AreSeveral(http.Request))
        {
            http.Features.Set(TokenRefusal.SeveralTokens);
            context.Fail(nameof(TokenRefusal.SeveralTokens));
            return;
        }

        if (header.Count == 0 || header[0] is not { } value || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            context.NoResult();
            return;
        }

        var validator = http.RequestServices.GetRequiredService<ITokenValidator>();
        var token = TokenOf(value);
        var needsFreshCheck = http.GetEndpoint()?.Metadata.GetMetadata<Access>()?.StepUp is not null;
        switch (await (needsFreshCheck ? validator.ValidateFreshAsync(token, http.RequestAborted) : validator.ValidateAsync(token, http.RequestAborted)))
        {
            case TokenVerdict.Accepted accepted:
                http.RequestServices.GetRequiredService<CurrentCaller>().SignIn(accepted.Caller);
                context.Principal = new ClaimsPrincipal(new ClaimsIdentity(JwtBearerDefaults.AuthenticationScheme));
                context.Success();
                break;
            case TokenVerdict.Rejected rejected:
                Log(http, rejected);
                http.Features.Set(TokenRefusal.Of(rejected));
                context.Fail(nameof(TokenVerdict.Rejected));
                break;
            case TokenVerdict.Insufficient insufficient:
                http.Features.Set(TokenRefusal.Of(insufficient));
                context.Fail(nameof(TokenVerdict.Insufficient));
                break;
            case TokenVerdict.Undecided undecided:
                Log(http, undecided);
                http.Features.Set(TokenRefusal.Of(undecided));
                context.Fail(nameof(TokenVerdict.Undecided));
                break;
        }
    }

    private static void Log(HttpContext http, TokenVerdict.Rejected rejected)
    {
        var logger = LoggerOf(http);
        if (FloodOf(http).Take($"rejected:{rejected.Reason}", RejectionsEachSecond, more => LogMoreRejected(logger, more, rejected.Reason)) is not FloodedLine.Counted)
        {
            LogRejected(logger, rejected.Reason, rejected.Detail, rejected.TokenId ?? "none");
        }
    }

    private static void Log(HttpContext http, TokenVerdict.Undecided undecided)
    {
        var logger = LoggerOf(http);
        if (FloodOf(http).Take($"undecided:{undecided.Detail}", most: 1, more => LogMoreUndecided(logger, more, undecided.Detail)) is not FloodedLine.Counted)
        {
            LogUndecided(logger, undecided.Detail);
        }
    }

    private static LogFlood FloodOf(HttpContext http) => http.RequestServices.GetRequiredService<LogFlood>();

    private static ILogger LoggerOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Modular.Api.Identity.Bearer");

    [LoggerMessage(1201, LogLevel.Information, "Access token rejected: {Reason}, {Detail}; jti {TokenId}")]
    private static partial void LogRejected(ILogger logger, RejectionReason reason, string detail, string tokenId);

    [LoggerMessage(1204, LogLevel.Information, "{More} more access tokens rejected within a second: {Reason}")]
    private static partial void LogMoreRejected(ILogger logger, long more, RejectionReason reason);

    [LoggerMessage(1205, LogLevel.Warning, "{More} more access tokens undecided within a second: {Detail}")]
    private static partial void LogMoreUndecided(ILogger logger, long more, string detail);

    [LoggerMessage(1202, LogLevel.Warning, "Access token undecided: {Detail}")]
    private static partial void LogUndecided(ILogger logger, string detail);
}
