using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>Says of a token what is checked and how it comes out, for whoever operates this and holds the token in question.</summary>
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
        return new TokenExplanation(trace.Checks, answer.Verdict);
    }
}

/// <summary>What was checked of a token, and what came of it.</summary>
/// <param name="Checks">In the order in which they were made.</param>
/// <param name="Verdict">The answer that a request with this token gets.</param>
public sealed record TokenExplanation(IReadOnlyList<TokenCheck> Checks, TokenVerdict Verdict);
