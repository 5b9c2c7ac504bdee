using System.Text.Json;
using ErrorOr;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Modular.Api.Errors;
using Modular.Api.Http;
using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure;

namespace Modular.Api.Identity;

/// <summary>Answers a caller who is not authorized: the challenge of RFC 6750 section 3, with a problem as body.</summary>
internal sealed partial class AuthorizationResultHandler(IHostEnvironment environment, LogFlood flood, ILogger<AuthorizationResultHandler> logger) : IAuthorizationMiddlewareResultHandler
{
    private const int EndedEachSecond = 20;
    private const int TooWeakEachSecond = 20;

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || BareRefusals.IsWrongMethod(context.GetEndpoint()))
        {
            return next(context);
        }

        if (authorizeResult.Forbidden)
        {
            var failure = authorizeResult.AuthorizationFailure?.FailureReasons.OfType<AccessFailure>().FirstOrDefault();
            return RefuseAsync(context, failure?.Error ?? Refusals.NotPermitted);
        }

        return context.Features.Get<TokenRefusal>() switch
        {
            null => Challenge.RefuseAsync(context, [Refusals.Anonymous]),
            { Verdict: TokenVerdict.Rejected rejected } => ChallengeAsync(context, Challenge.InvalidToken, Explain(rejected)),
            { Verdict: TokenVerdict.Insufficient insufficient } => ChallengeAsync(
                context,
                Challenge.InsufficientScope(insufficient.Scope),
                Problem.Named("insufficient-scope", "The access token lacks the scope that this needs.")),
            { Verdict: TokenVerdict.Undecided undecided } => Challenge.RefuseAsync(context, [Refusals.Undecided(undecided.RetryAfter)]),
            _ => ChallengeAsync(context, Challenge.SeveralTokens, Problem.Named("several-tokens", "One access token a request.")),
        };
    }

    private static Task ChallengeAsync(HttpContext context, string error, Problem problem)
    {
        context.Response.Headers.WWWAuthenticate = Challenge.With(context, error);
        return Problems.WriteAsync(context, problem);
    }

    private Task RefuseAsync(HttpContext context, Error error)
    {
        if (error.Metadata?.GetValueOrDefault(Refusals.ReasonKey) is string reason)
        {
            if (flood.Take(nameof(LogTooWeak), TooWeakEachSecond, LogMoreTooWeak) is not FloodedLine.Counted)
            {
                LogTooWeak(reason);
            }

            var problem = Problem.Of([error]);
            return Challenge.RefuseAsync(context, error, environment.IsDevelopment() ? problem with { Reason = reason } : problem);
        }

        if (error.Code != Refusals.SignedOut.Code)
        {
            return Challenge.RefuseAsync(context, [error]);
        }

        var ended = new TokenVerdict.Rejected(RejectionReason.Revoked, "the customer signed out everywhere after this sign-in");
        if (flood.Take(nameof(LogEnded), EndedEachSecond, LogMoreEnded) is not FloodedLine.Counted)
        {
            LogEnded(ended.Reason, ended.Detail);
        }

        return Challenge.RefuseAsync(context, error, Explain(ended));
    }

    // The reason helps a developer in Development; in Production it would help an attacker who guesses tokens.
    private Problem Explain(TokenVerdict.Rejected rejected)
    {
        var problem = Problem.Named("invalid-token", "The access token is not valid.");
        return environment.IsDevelopment()
            ? problem with { Reason = $"{JsonNamingPolicy.KebabCaseLower.ConvertName(rejected.Reason.ToString())}: {rejected.Detail}" }
            : problem;
    }

    [LoggerMessage(1206, LogLevel.Information, "{More} more access tokens refused within a second, since their customers signed out everywhere")]
    private partial void LogMoreEnded(long more);

    [LoggerMessage(1207, LogLevel.Information, "Sign-in refused as too old or too weak: {Reason}")]
    private partial void LogTooWeak(string reason);

    [LoggerMessage(1208, LogLevel.Information, "{More} more sign-ins refused within a second as too old or too weak")]
    private partial void LogMoreTooWeak(long more);

    [LoggerMessage(1203, LogLevel.Information, "Access token refused: {Reason}, {Detail}")]
    private partial void LogEnded(RejectionReason reason, string detail);
}
