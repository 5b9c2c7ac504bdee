using Modular.Application.Identity;

namespace Modular.Api.Identity;

/// <summary>Why no caller came of the request's token; kept with the request until an endpoint turns out to need one.</summary>
internal sealed record TokenRefusal(TokenVerdict? Verdict)
{
    /// <summary>More than one token in one request (RFC 6750 section 2).</summary>
    public static TokenRefusal SeveralTokens { get; } = new(Verdict: null);

    public static TokenRefusal Of(TokenVerdict verdict) => new(verdict);
}
