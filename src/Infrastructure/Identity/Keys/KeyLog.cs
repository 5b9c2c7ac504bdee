using Microsoft.Extensions.Logging;

namespace Modular.Infrastructure.Identity.Keys;

/// <summary>
/// Logs each change of a provider's keys once, however often they are fetched. Used by one fetch at a time, so it takes no lock.
/// </summary>
/// <param name="feed">The source of the keys.</param>
/// <param name="longestAge">How long they are trusted.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class KeyLog(IJwksSource feed, TimeSpan longestAge, TimeProvider time, ILogger logger)
{
    private const int MostKeysNamed = 10;

    // The keys' end is announced when a quarter of their time is left.
    private const double EndIsNear = 0.75;

    private static readonly TimeSpan BetweenReminders = TimeSpan.FromMinutes(5);

    private KeySet? _keys;
    private string? _problem;
    private long _problemSaid;
    private Standing _standing;

    private enum Standing
    {
        Young,
        NearTheEnd,
        TooOld,
    }

    /// <summary>A fetch brought these keys: the same object as before when nothing has changed.</summary>
    public void Fetched(KeySet keys)
    {
        if (_problem is not null || !ReferenceEquals(keys, _keys))
        {
            LogFetched(feed.Place, keys.Count);
        }

        var leftOut = keys.LeftOut.Except(_keys?.LeftOut ?? []).ToList();
        foreach (var key in leftOut.Take(MostKeysNamed))
        {
            Log(key);
        }

        if (leftOut.Count > MostKeysNamed)
        {
            LogMore(feed.Place, leftOut.Count - MostKeysNamed);
        }

        (_keys, _problem) = (keys, null);
    }

    /// <summary>A fetch brought none.</summary>
    public void Failed(string problem)
    {
        if (problem == _problem && time.GetElapsedTime(_problemSaid) < BetweenReminders)
        {
            return;
        }

        LogFailed(feed.Place, problem);
        (_problem, _problemSaid) = (problem, time.GetTimestamp());
    }

    /// <summary>The age of the last good keys.</summary>
    public void Aged(TimeSpan age)
    {
        var standing = age > longestAge ? Standing.TooOld : age >= longestAge * EndIsNear ? Standing.NearTheEnd : Standing.Young;
        if (standing == _standing)
        {
            return;
        }

        _standing = standing;
        var asOf = time.GetUtcNow() - age;
        switch (standing)
        {
            case Standing.TooOld:
                LogTooOld(feed.Place, asOf, longestAge.TotalMinutes, feed.Renewal);
                break;
            case Standing.NearTheEnd:
                LogNearTheEnd(feed.Place, asOf, asOf + longestAge, longestAge.TotalMinutes, feed.Renewal);
                break;
            case Standing.Young:
                LogYoungAgain(feed.Place, asOf);
                break;
        }
    }

    private void Log(LeftOutKey key)
    {
        if (key.IsOdd)
        {
            LogLeftOut(key.Kid, feed.Place, key.Why);
        }
        else
        {
            LogNotForUs(key.Kid, feed.Place, key.Why);
        }
    }

    [LoggerMessage(1101, LogLevel.Information, "Fetched {Count} signing keys from {Place}")]
    private partial void LogFetched(string place, int count);

    [LoggerMessage(1104, LogLevel.Warning, "Signing keys at {Place} cannot be fetched: {Problem}")]
    private partial void LogFailed(string place, string problem);

    [LoggerMessage(1106, LogLevel.Warning, "The key {Kid} of {Place} is left out: {Why}")]
    private partial void LogLeftOut(string kid, string place, string why);

    [LoggerMessage(1107, LogLevel.Information, "The key {Kid} of {Place} is not for signatures of access tokens: {Why}")]
    private partial void LogNotForUs(string kid, string place, string why);

    [LoggerMessage(1108, LogLevel.Warning, "{Count} more keys of {Place} are left out")]
    private partial void LogMore(string place, int count);

    [LoggerMessage(1109, LogLevel.Warning,
        "The signing keys of {Place} are of {AsOf:u}, older than KeysMaxAgeMinutes ({Minutes}) allows, so they are not trusted any more and their tokens are answered 503: {Renewal}")]
    private partial void LogTooOld(string place, DateTimeOffset asOf, double minutes, string renewal);

    [LoggerMessage(1111, LogLevel.Warning,
        "The signing keys of {Place} are of {AsOf:u} and are trusted only until {Until:u} (KeysMaxAgeMinutes {Minutes}): {Renewal}")]
    private partial void LogNearTheEnd(string place, DateTimeOffset asOf, DateTimeOffset until, double minutes, string renewal);

    [LoggerMessage(1112, LogLevel.Information, "The signing keys of {Place} are of {AsOf:u}, and trusted again")]
    private partial void LogYoungAgain(string place, DateTimeOffset asOf);
}
