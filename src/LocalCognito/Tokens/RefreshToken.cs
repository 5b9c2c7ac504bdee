namespace Modular.LocalCognito.Tokens;

internal sealed class RefreshToken(SignInGrant grant, DateTimeOffset expiresAt)
{
    private const long Never = -1;

    // Unix milliseconds; one field, so that of two refreshes at once exactly one is the first.
    private long _replacedAt = Never;

    public SignInGrant Grant { get; } = grant;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>True for the first use, and for each further one within the client's grace: a client may have lost the answer.</summary>
    public bool TryReplace(DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var first = Interlocked.CompareExchange(ref _replacedAt, at, Never);
        return first == Never || (Grant.Client.Rotation.Grace > TimeSpan.Zero && at <= first + Grant.Client.Rotation.Grace.TotalMilliseconds);
    }
}
