using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Grants;

/// <summary>The changes of users since the pool file was written: which are disabled, and when each was signed out everywhere.</summary>
internal sealed class UserStates
{
    private const string File = "people";

    // Only sign-ins of the very second of a sign-out are told apart by name, so this is never reached except by a loop.
    private const int MostLater = 10_000;

    private readonly Lock _changing = new();
    private readonly HashSet<string> _disabled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SignedOut> _signedOut = new(StringComparer.Ordinal);
    private readonly Persistence _persistence;
    private readonly TimeProvider _time;

    public UserStates(Persistence persistence, TimeProvider time)
    {
        (_persistence, _time) = (persistence, time);
        if (persistence.Read(File, GrantsJson.Default.UserStatesRecord) is not { } record)
        {
            return;
        }

        _disabled.UnionWith(record.Disabled);
        foreach (var (sub, signedOut) in record.SignedOut)
        {
            _signedOut[sub] = new SignedOut(signedOut.At, [.. signedOut.Later]);
        }
    }

    public bool IsDisabled(PoolUser user)
    {
        lock (_changing)
        {
            return _disabled.Contains(user.Sub);
        }
    }

    /// <summary>Ends every sign-in of that person so far.</summary>
    public void SignOut(PoolUser user) => Change(() => _signedOut[user.Sub] = new SignedOut(Now, []));

    /// <summary>As Cognito does: a user who is enabled again must sign in again.</summary>
    public void Disable(PoolUser user) => Change(() =>
    {
        _disabled.Add(user.Sub);
        _signedOut[user.Sub] = new SignedOut(Now, []);
    });

    public void Enable(PoolUser user) => Change(() => _disabled.Remove(user.Sub));

    /// <summary>Notes a sign-in that looks as if it were older than a sign-out, because tokens tell whole seconds only.</summary>
    public void Began(SignInGrant grant)
    {
        lock (_changing)
        {
            if (!_signedOut.TryGetValue(grant.User.Sub, out var signedOut)
                || grant.AuthTime.ToUnixTimeSeconds() > signedOut.At
                || signedOut.Later.Count >= MostLater)
            {
                return;
            }

            signedOut.Later.Add(grant.OriginJti);
            Save();
        }
    }

    public bool IsOver(PoolUser user, long authTime, string? originJti)
    {
        lock (_changing)
        {
            return _disabled.Contains(user.Sub)
                || (_signedOut.TryGetValue(user.Sub, out var signedOut)
                    && authTime <= signedOut.At
                    && (originJti is null || !signedOut.Later.Contains(originJti)));
        }
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private void Change(Action change)
    {
        lock (_changing)
        {
            change();
            Save();
        }
    }

    private void Save() => _persistence.Write(
        File,
        new UserStatesRecord(
            [.. _disabled],
            _signedOut.ToDictionary(
                entry => entry.Key, entry => new SignedOutRecord(entry.Value.At, [.. entry.Value.Later]), StringComparer.Ordinal)),
        GrantsJson.Default.UserStatesRecord);

    private sealed record SignedOut(long At, HashSet<string> Later);
}

/// <summary>The states in a file, by <c>sub</c>.</summary>
internal sealed record UserStatesRecord(IReadOnlyList<string> Disabled, IReadOnlyDictionary<string, SignedOutRecord> SignedOut);

/// <summary>When, in Unix seconds, and the <c>origin_jti</c> of each sign-in of that second that came after it.</summary>
internal sealed record SignedOutRecord(long At, IReadOnlyList<string> Later);
