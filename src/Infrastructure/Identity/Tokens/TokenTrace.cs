namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Records the checks of one token, for an explanation.</summary>
internal sealed class TokenTrace
{
    private readonly List<TokenCheck> _checks = [];

    /// <summary>In the order in which they were made.</summary>
    public IReadOnlyList<TokenCheck> Checks => _checks;

    public void Add(string name, bool passed, string expected, string actual) => _checks.Add(new TokenCheck(name, passed, expected, actual));
}

/// <summary>One check of a token.</summary>
/// <param name="Name">The claim or header, or the check.</param>
/// <param name="Passed">Whether it is as it should be.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The token's value: it may repeat claims, and is shown to the holder of the token alone.</param>
public sealed record TokenCheck(string Name, bool Passed, string Expected, string Actual);
