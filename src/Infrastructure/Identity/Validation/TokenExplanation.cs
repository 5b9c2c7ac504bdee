using Modular.Application.Identity;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Validation;

/// <summary>The checks of a token, and the verdict.</summary>
/// <param name="Checks">In the order in which they were made.</param>
/// <param name="Verdict">The answer that a request with this token gets.</param>
/// <param name="Notes">The limits of an accepted token, in sentences.</param>
public sealed record TokenExplanation(IReadOnlyList<TokenCheck> Checks, TokenVerdict Verdict, IReadOnlyList<string> Notes);
