using System.Globalization;
using System.Text.Json;
using ErrorOr;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Modular.Api.Errors;
using Modular.Application.Identity;
using Modular.Application.Pipeline;

namespace Modular.Api.Identity;

/// <summary>Answers a caller who does not get in: the challenge of RFC 6750 section 3, with a problem as body.</summary>
internal sealed class Challenges(IHostEnvironment environment) : IAuthorizationMiddlewareResultHandler
{
    private const string Realm = "Bearer realm=\"modular\"";

    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (authorizeResult.Forbidden)
        {
            var failure = authorizeResult.AuthorizationFailure?.FailureReasons.OfType<AccessFailure>().FirstOrDefault();
            return ForbidAsync(context, failure?.Error ?? Refusals.NotPermitted);
        }

        return context.Features.Get<TokenRefusal>() switch
        {
            null => ChallengeAsync(context, Realm, Problem.Of([Refusals.Anonymous])),
            { Verdict: TokenVerdict.Rejected rejected } => ChallengeAsync(
                context,
                $"{Realm}, error=\"invalid_token\", error_description=\"The access token is not valid.\"",
                Explain(rejected)),
            { Verdict: TokenVerdict.Undecided undecided } => PostponeAsync(context, undecided.RetryAfter),
            _ => ChallengeAsync(
                context,
                $"{Realm}, error=\"invalid_request\", error_description=\"One access token a request.\"",
                Problem.Named("several-tokens", StatusCodes.Status400BadRequest, "One access token a request.")),
        };
    }

    private static Task ForbidAsync(HttpContext context, Error error)
    {
        var problem = Problem.Of([error]);
        if (error.Metadata?.GetValueOrDefault(Refusals.PermissionKey) is not Permissions missing)
        {
            return Problems.WriteAsync(context, problem);
        }

        var scope = context.RequestServices.GetRequiredService<CurrentCaller>().Caller!.ScopeOf(missing);
        return ChallengeAsync(context, $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"", problem);
    }

    private static Task ChallengeAsync(HttpContext context, string challenge, Problem problem)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Problems.WriteAsync(context, problem);
    }

    private static Task PostponeAsync(HttpContext context, TimeSpan retryAfter)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.WriteAsync(context, Problem.Named(
            "identity-provider-unavailable",
            StatusCodes.Status503ServiceUnavailable,
            "Whether the access token is valid cannot be told right now. It may well be: try again with the same one."));
    }

    // Whoever guesses at tokens learns nothing in Production; whoever develops a client learns why.
    private Problem Explain(TokenVerdict.Rejected rejected)
    {
        var problem = Problem.Named("invalid-token", StatusCodes.Status401Unauthorized, "The access token is not valid.");
        return environment.IsDevelopment()
            ? problem with { Reason = $"{JsonNamingPolicy.KebabCaseLower.ConvertName(rejected.Reason.ToString())}: {rejected.Detail}" }
            : problem;
    }
}
