using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Grants;

internal sealed class RefreshToken(SignInGrant grant, DateTimeOffset expiresAt, long? replacedAt = null)
{
    private const long Never = -1;

    // Unix milliseconds; one field, so that of two refreshes at once exactly one is the first.
    private long _replacedAt = replacedAt ?? Never;

    public SignInGrant Grant { get; } = grant;

    public DateTimeOffset ExpiresAt { get; } = expiresAt;

    /// <summary>True for the first use, and for each further one within the client's grace: a client may have lost the answer.</summary>
    public bool TryReplace(DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        var first = Interlocked.CompareExchange(ref _replacedAt, at, Never);
        return first == Never || (Grant.Client.Rotation.Grace > TimeSpan.Zero && at <= first + Grant.Client.Rotation.Grace.TotalMilliseconds);
    }

    public RefreshTokenRecord Record() =>
        new(GrantRecord.Of(Grant), ExpiresAt, Interlocked.Read(ref _replacedAt) is var at && at != Never ? at : null);

    public static RefreshToken? From(RefreshTokenRecord record, UserPool pool) =>
        record.Grant.In(pool) is { } grant ? new RefreshToken(grant, record.ExpiresAt, record.ReplacedAt) : null;
}

/// <summary>A refresh token in a file; when it was replaced, in Unix milliseconds.</summary>
internal sealed record RefreshTokenRecord(GrantRecord Grant, DateTimeOffset ExpiresAt, long? ReplacedAt);
