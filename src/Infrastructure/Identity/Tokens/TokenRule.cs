using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>One thing that must be true of an access token, with the words that explain it to an operator.</summary>
/// <param name="Name">The claim or header, like <c>exp</c>.</param>
/// <param name="Reason">Why a token is rejected that fails here.</param>
/// <param name="Detail">The expectation, in words that repeat nothing of the token.</param>
/// <param name="Holds">Whether it is true at this instant.</param>
/// <param name="Expected">The expected value.</param>
/// <param name="Actual">The token's value.</param>
internal sealed record TokenRule(
    string Name,
    RejectionReason Reason,
    string Detail,
    Func<TokenClaims, DateTimeOffset, bool> Holds,
    Func<DateTimeOffset, string> Expected,
    Func<TokenClaims, string?> Actual);
