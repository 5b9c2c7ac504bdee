using System.Globalization;
using ErrorOr;
using Modular.Api.Errors;
using Modular.Application.Pipeline;

namespace Modular.Api.Identity;

/// <summary>The headers beside a refusal's problem: the challenge of RFC 6750 and RFC 9470, or when to try again.</summary>
internal static class Challenge
{
    public const string InvalidToken = "error=\"invalid_token\", error_description=\"The access token is not valid.\"";

    public const string SeveralTokens = "error=\"invalid_request\", error_description=\"One access token a request.\"";

    /// <summary>The whole challenge: <paramref name="error"/> if there is one, and the address of the metadata that names the token issuers (RFC 9728 section 5.1).</summary>
    public static string With(HttpContext http, string? error = null)
    {
        var metadata = ProtectedResourceEndpoint.MetadataOf(http);
        return error is null
            ? $"Bearer realm=\"modular\", resource_metadata=\"{metadata}\""
            : $"Bearer realm=\"modular\", {error}, resource_metadata=\"{metadata}\"";
    }

    /// <summary>The challenge for a token that lacks <paramref name="scope"/>, written as the provider writes it.</summary>
    public static string InsufficientScope(string scope) => $"error=\"insufficient_scope\", scope=\"{scope}\"";

    /// <summary>Answers with the problem of <paramref name="errors"/> and its headers.</summary>
    public static Task RefuseAsync(HttpContext http, IReadOnlyList<Error> errors) => RefuseAsync(http, errors[0], Problem.Of(errors));

    /// <summary>Answers with <paramref name="problem"/> and the headers of <paramref name="error"/>.</summary>
    public static Task RefuseAsync(HttpContext http, Error error, Problem problem)
    {
        if (Of(http, error) is { } challenge)
        {
            http.Response.Headers.WWWAuthenticate = challenge;
        }

        if (error.Metadata?.GetValueOrDefault(Refusals.RetryAfterKey) is TimeSpan retryAfter)
        {
            var seconds = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Problems.WriteAsync(http, problem);
    }

    /// <summary>As the result of an endpoint.</summary>
    public static IResult AsResult(this List<Error> errors) => new Refusal(errors);

    private static string? Of(HttpContext http, Error error)
    {
        if (error.Code == Refusals.SignedOut.Code)
        {
            return With(http, InvalidToken);
        }

        if (error.Metadata?.GetValueOrDefault(Refusals.PermissionKey) is Application.Identity.Permissions missing)
        {
            var scope = http.RequestServices.GetRequiredService<CurrentCaller>().Caller!.ScopeOf(missing);
            return With(http, InsufficientScope(scope));
        }

        if (error.Metadata?.GetValueOrDefault(Refusals.AcrValuesKey) is IReadOnlyList<string> levels)
        {
            return With(http, StepUp(error, levels));
        }

        return error.Type == ErrorType.Unauthorized ? With(http) : null;
    }

    // All that is asked for, so that one more sign-in is enough.
    private static string StepUp(Error error, IReadOnlyList<string> levels)
    {
        var challenge = $"error=\"insufficient_user_authentication\", error_description=\"{error.Description}\"";
        if (error.Metadata!.GetValueOrDefault(Refusals.MaxAgeKey) is TimeSpan age)
        {
            challenge += string.Create(CultureInfo.InvariantCulture, $", max_age=\"{age.TotalSeconds:0}\"");
        }

        return levels.Count == 0 ? challenge : $"{challenge}, acr_values=\"{Quoted(string.Join(' ', levels))}\"";
    }

    // The names are the operator's (RFC 9110 section 5.6.4).
    private static string Quoted(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private sealed class Refusal(List<Error> errors) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => RefuseAsync(httpContext, errors);
    }
}
