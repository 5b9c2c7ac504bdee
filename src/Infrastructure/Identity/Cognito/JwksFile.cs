using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using Modular.Infrastructure.Identity.Keys;
using Modular.Infrastructure.Identity.Tokens;

namespace Modular.Infrastructure.Identity.Cognito;

/// <summary>
/// A mirrored JWKS. Its writer decides which tokens are good: so it holds public RSA keys alone, and neither group nor others may write it. Bad
/// content leaves the last good set in force until that is too old.
/// </summary>
internal sealed partial class JwksFile(string path, TimeProvider time, ILogger logger) : IJwksSource
{
    private const long MostBytes = 512 * 1024;
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // The clock of a file server may be a little ahead of ours.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private DateTimeOffset _written;
    private DateTimeOffset _asOf;

    public string Place => path;

    // A file costs nothing to read: a changed one is in force within seconds.
    public TimeSpan RefreshAfter => TimeSpan.FromSeconds(5);

    public string Renewal => "mirror the pool's jwks.json to this file again, and regularly, which renews the time of its last write";

    /// <summary>The error of the file, as the end of a sentence; null if it can be used.</summary>
    public static string? WhatIsWrong(string path) => Read(path).Wrong;

    public Task<KeyFetch> FetchAsync(CancellationToken cancellationToken)
    {
        var (keys, wrong, written) = Read(path);
        return Task.FromResult<KeyFetch>(keys is null ? new KeyFetch.Failed($"the file {wrong}") : new KeyFetch.Fetched(keys, AgeOf(written)));
    }

    // A file that is dated in the future would be new until then, however old its keys are: it ages from the first look at it.
    private TimeSpan AgeOf(DateTimeOffset written)
    {
        var now = time.GetUtcNow();
        if (written != _written)
        {
            (_written, _asOf) = (written, written < now ? written : now);
            if (written - now > ClockSkew)
            {
                LogFuture(path, written);
            }
        }

        var age = now - _asOf;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }

    private static (KeySet? Keys, string? Wrong, DateTimeOffset Written) Read(string path)
    {
        var facts = UnixFile.Look(path);
        if (facts?.Kind is { } kind)
        {
            return (null, $"is {kind}, and keys are read again and again: set it to an ordinary file with the pool's jwks.json", default);
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

            // Of the open file: the name may be another one's a moment later.
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != UnixFileMode.None)
            {
                return (null, $"may be written by its group or by others: its owner{Named(facts)} has to take that permission away (chmod go-w)", default);
            }

            if (file.Length > MostBytes)
            {
                return (null, "is larger than 512 KB: that is no key set", default);
            }

            var content = new byte[file.Length];
            file.ReadExactly(content);
            var (keys, wrong) = Parse(content);
            return (keys, wrong, new DateTimeOffset(File.GetLastWriteTimeUtc(file.SafeFileHandle)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "does not exist: mirror the pool's jwks.json to it before start", default);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read by this process: its owner{Named(facts)} has to allow it, and so must each folder that leads to it", default);
        }
    }

    private static (KeySet? Keys, string? Wrong) Parse(byte[] content)
    {
        if (WhatElseItIs(content) is { } other)
        {
            return (null, $"{other}: mirror the pool's jwks.json to it");
        }

        if (KeySet.Parse(content, out var problem) is not { } keys)
        {
            return (null, $"is no JWKS of public RSA keys of 2048 bits or more: {problem}; mirror the pool's jwks.json to it");
        }

        return keys.LeftOut.Count > 0 ? (null, $"holds the key '{keys.LeftOut[0].Kid}', which may not be used: {keys.LeftOut[0].Why}; mirror the pool's jwks.json to it")
            : !keys.IsRsa ? (null, "holds a key that is no RSA key, and a pool has no others: mirror the pool's jwks.json to it")
            : (keys, null);
    }

    private static string? WhatElseItIs(byte[] content)
    {
        var text = JsonText.AsUtf8(content).Span.TrimStart(" \t\r\n"u8);
        return text.IsEmpty ? "is empty"
            : text.StartsWith("-----BEGIN"u8) ? text.IndexOf("PRIVATE KEY-----"u8) == -1
                ? "is a key or certificate in PEM form, and no JWKS"
                : "is a private key in PEM form, which must not be here at all, and no JWKS"
            : text[0] == '<' ? "is a web page or XML, and no JWKS"
            : text.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]) ? "is compressed by gzip, and no JWKS"
            : !Utf8.IsValid(text) ? "is no text, and no JWKS"
            : text.IndexOf("\"jwks_uri\""u8) != -1 ? "is the provider's metadata, and no JWKS, whose address stands in its jwks_uri"
            : null;
    }

    private static string Named(UnixFile? facts) => facts is null ? "" : $", {facts.Owner},";

    [LoggerMessage(1113, LogLevel.Warning,
        "The key file {Path} is dated {Written:u}, in the future, so the age of its keys is unknown and counted from now on: correct the clock of the machine that writes it, and mirror the keys again")]
    private partial void LogFuture(string path, DateTimeOffset written);
}
