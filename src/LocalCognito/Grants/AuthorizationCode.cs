using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Grants;

internal sealed class AuthorizationCode(SignInGrant grant, string redirectUri, string? codeChallenge, bool redeemed = false)
{
    private int _redeemed = redeemed ? 1 : 0;

    public SignInGrant Grant { get; } = grant;

    public string RedirectUri { get; } = redirectUri;

    public string? CodeChallenge { get; } = codeChallenge;

    /// <summary>True for exactly one caller, however many come at once.</summary>
    public bool TryRedeem() => Interlocked.Exchange(ref _redeemed, 1) == 0;

    public CodeRecord Record() => new(GrantRecord.Of(Grant), RedirectUri, CodeChallenge, Volatile.Read(ref _redeemed) == 1);

    public static AuthorizationCode? From(CodeRecord record, UserPool pool) => record.Grant.In(pool) is { } grant
        ? new AuthorizationCode(grant, record.RedirectUri, record.CodeChallenge, record.Redeemed)
        : null;
}

/// <summary>A code in a file, which is named by the code's digest.</summary>
internal sealed record CodeRecord(GrantRecord Grant, string RedirectUri, string? CodeChallenge, bool Redeemed);
