using Modular.Application.Identity;

namespace Modular.Application.Tests.Identity;

internal sealed class TokensByName : ITokenValidator
{
    /// <summary>The verdicts, by token; any other token is malformed. Only those who ask for a fresh check learn them.</summary>
    public Dictionary<string, TokenVerdict> Verdicts { get; } = new(StringComparer.Ordinal);

    public ValueTask<TokenVerdict> ValidateAsync(string token, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("Nothing that is remembered will do.");

    public ValueTask<TokenVerdict> ValidateFreshAsync(string token, CancellationToken cancellationToken) => ValueTask.FromResult(
        Verdicts.GetValueOrDefault(token) ?? new TokenVerdict.Rejected(RejectionReason.Malformed, "nobody minted it"));
}
