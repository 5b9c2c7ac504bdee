using Modular.Application.Identity;
using Modular.Application.Pipeline;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>Explains each check of a token and its result, for an operator who holds the token.</summary>
public sealed class TokenExplanations
{
    private readonly TokenRouter _router;

    internal TokenExplanations(TokenRouter router) => _router = router;

    /// <summary>Checks a token as a request would be checked, and takes down every step, also those behind the first that fails.</summary>
    /// <param name="token">Untrusted text.</param>
    /// <param name="cancellationToken">Ends the wait for a provider.</param>
    public async Task<TokenExplanation> ExplainAsync(string token, CancellationToken cancellationToken)
    {
        var trace = new TokenTrace();
        var answer = await _router.ValidateAsync(token, trace, cancellationToken);
        return new TokenExplanation(trace.Checks, answer.Verdict, [.. NotesOn(answer.Verdict)]);
    }

    private static IEnumerable<string> NotesOn(TokenVerdict verdict)
    {
        if (verdict is not TokenVerdict.Accepted { Caller: { Kind: CallerKind.Person } caller })
        {
            yield break;
        }

        if (caller.AuthenticatedAt is null)
        {
            yield return $"Routes that need a recent sign-in refuse it, 401 insufficient_user_authentication: {StepUp.NoSignInTime}.";
        }

        if (caller.AcrLevels.Count > 0 && !caller.AcrLevels.Contains(caller.Acr, StringComparer.Ordinal))
        {
            yield return "Routes that need a strong sign-in refuse it, 401 insufficient_user_authentication: its acr is absent or none of AcrLevels.";
        }
    }
}
