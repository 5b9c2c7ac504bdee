using System.Net;
using System.Net.Http.Headers;
using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Http;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>
/// Asks the pool whether a person's token was revoked, by the only endpoint that knows. 401 means revoked; any other status but 200 is a
/// failure of the pool, and decides nothing about the token.
/// </summary>
internal sealed class UserInfoCheck(Uri endpoint, TimeSpan goodFor, Func<HttpClient> clients, TimeProvider time)
{
    private const string Scope = "openid";

    /// <summary>The answer, shortened to how long the pool's is good, or the pool's refusal.</summary>
    public async ValueTask<ProviderAnswer> CheckAsync(
        PresentedToken token, ProviderAnswer offline, TokenTrace? trace, CancellationToken cancellationToken)
    {
        token.Jwt!.Claims.TryGetString("scope", out var scope);
        var canBeAsked = scope is not null && scope.Split(' ').Contains(Scope, StringComparer.Ordinal);
        trace?.Add("scope", canBeAsked, "openid, or the pool cannot be asked", scope ?? "absent");
        if (!canBeAsked)
        {
            return new ProviderAnswer(new TokenVerdict.Insufficient(Scope));
        }

        var asked = time.GetUtcNow();
        var (answer, problem, retryAfter) = await AskAsync(token.Text, cancellationToken);
        trace?.Add("userInfo", answer == HttpStatusCode.OK, "200", answer is { } status ? $"{(int)status}" : problem!);
        return answer switch
        {
            HttpStatusCode.OK => offline with { Until = Earlier(offline.Until, asked + goodFor) },
            HttpStatusCode.Unauthorized => ProviderAnswer.Rejected(RejectionReason.Revoked, "the pool says that the token was revoked"),
            _ => ProviderAnswer.Undecided(retryAfter, $"the pool's userInfo endpoint {problem}"),
        };
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private async Task<(HttpStatusCode? Status, string? Problem, TimeSpan RetryAfter)> AskAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            using var client = clients();
            using var request = new HttpRequestMessage(HttpMethod.Get, endpoint);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (response.StatusCode, ProviderFailure.Describe(response), ProviderFailure.RetryAfter(response, time.GetUtcNow()));
        }
        catch (Exception failure) when (ProviderFailure.IsOne(failure))
        {
            return (null, $"does not answer: {ProviderFailure.Describe(failure)}", ProviderFailure.RetryAfter(response: null, time.GetUtcNow()));
        }
    }
}
