using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>What was checked of a token, and what came of it.</summary>
/// <param name="Checks">In the order in which they were made.</param>
/// <param name="Verdict">The answer that a request with this token gets.</param>
/// <param name="Notes">What an accepted token still cannot be used for, in sentences.</param>
public sealed record TokenExplanation(IReadOnlyList<TokenCheck> Checks, TokenVerdict Verdict, IReadOnlyList<string> Notes);
