using Modular.LocalCognito.Tokens;

namespace Modular.LocalCognito.Authorize;

internal sealed class AuthorizationCode(SignInGrant grant, string redirectUri, string? codeChallenge)
{
    private int _redeemed;

    public SignInGrant Grant { get; } = grant;

    public string RedirectUri { get; } = redirectUri;

    public string? CodeChallenge { get; } = codeChallenge;

    /// <summary>True for exactly one caller, however many come at once.</summary>
    public bool TryRedeem() => Interlocked.Exchange(ref _redeemed, 1) == 0;
}
