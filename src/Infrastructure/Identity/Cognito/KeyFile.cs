namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>
/// A mirrored JWKS. Whoever can write it is everybody: so it holds public RSA keys alone, and neither group nor others may write it. Bad
/// content leaves the last good set in force until that is too old.
/// </summary>
internal sealed class KeyFile(string path, TimeProvider time) : IKeyFeed
{
    private const long MostBytes = 256 * 1024;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    public string Place => path;

    // A file costs nothing to read: a changed one is in force within seconds.
    public TimeSpan RefreshAfter => TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the file, as the end of a sentence; null when it can be used.</summary>
    public static string? WhatIsWrong(string path) => Read(path) switch
    {
        (null, { } wrong, _) => wrong,
        _ => null,
    };

    public Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        var (keys, wrong, written) = Read(path);
        var age = time.GetUtcNow() - written;
        return Task.FromResult<KeyFetch>(keys is null
            ? new KeyFetch.Failed($"the file {wrong}")
            : new KeyFetch.Fetched(keys, age > TimeSpan.Zero ? age : TimeSpan.Zero));
    }

    private static (KeySet? Keys, string? Wrong, DateTimeOffset Written) Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Of the open file: the name may be another one's a moment later.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != UnixFileMode.None)
            {
                return (null, "may be written by its group or by others: take that permission away (chmod go-w)", default);
            }

            if (file.Length > MostBytes)
            {
                return (null, "is larger than 256 KB: that is no key set", default);
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle));
            return KeySet.Parse(content) is { IsPublicRsa: true } keys
                ? (keys, null, written)
                : (null, "is no JWKS of public RSA keys of 2048 bits or more, each with a kid of its own: mirror the pool's jwks.json", written);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "does not exist: mirror the pool's jwks.json to it before start", default);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, "cannot be read: check that it is a file and that this process may read it", default);
        }
    }
}
