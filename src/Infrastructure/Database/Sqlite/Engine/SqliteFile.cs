using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>
/// The configured SQLite file: which file on the disk that was when this program opened it. A file that is deleted, moved or replaced goes
/// on answering and taking writes by the connections that have it open; this notices, and refuses both.
/// </summary>
/// <remarks>
/// The write-ahead log and its index are watched as well: writes into a deleted log are lost at a restart. Then
/// every connection is closed, after the writer has moved the content of the log into the file.
/// </remarks>
internal sealed partial class SqliteFile(string path, TimeProvider time, ILogger<SqliteFile> logger) : IDisposable
{
    /// <summary>How long a read relies on the check of an earlier one.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMilliseconds(100);

    /// <summary>How long all is refused while connections close: reads end within milliseconds.</summary>
    private static readonly TimeSpan Closing = TimeSpan.FromSeconds(1);

    // The file's header counts its changes there (sqlite.org/fileformat.html), for other programs to see.
    private const int ChangesAt = 24;

    private readonly FilePath _file = new(path);
    private readonly FilePath _log = new(path + "-wal");
    private readonly FilePath _index = new(path + "-shm");
    private readonly Lock _change = new();
    private readonly List<Action> _closings = [];
    private FileIdentity? _opened;
    private (FileIdentity? Log, FileIdentity? Index)? _openedLog;
    private long? _renewedAt;

    // Closed last of all: closing any handle of a file gives up every lock that SQLite has on it in this process.
    private SafeFileHandle? _handle;
    private uint _changes;
    private bool _isOverwritten;
    private long _checkedAt = long.MinValue;
    private volatile string? _trouble;

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>Whether the file system lets this process write the file.</summary>
    public bool IsWritable => FileIdentity.IsWritable(_file);

    /// <summary>Registers how connections are closed when the log was deleted: before the first of them is opened.</summary>
    public void OnRenewal(Action close)
    {
        lock (_change)
        {
            _closings.Add(close);
        }
    }

    /// <summary>Checks at once: before and after a write, and on a new connection.</summary>
    /// <exception cref="DatabaseUnavailableException">The configured path does not lead to the file that this program opened.</exception>
    public void Check()
    {
        lock (_change)
        {
            var trouble = TryLook();
            if (trouble != _trouble)
            {
                _trouble = trouble;
                if (trouble is null)
                {
                    LogBack(path);
                }
                else
                {
                    LogTrouble(path, trouble);
                }
            }

            _checkedAt = time.GetTimestamp();
        }

        ThrowTrouble();
    }

    /// <summary>As <see cref="Check"/>, ten times a second at most, for reads: they are many.</summary>
    /// <exception cref="DatabaseUnavailableException">The configured path does not lead to the file that this program opened.</exception>
    public void CheckNowAndThen()
    {
        if (_opened is null || time.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= GoodFor)
        {
            Check();
        }
        else
        {
            ThrowTrouble();
        }
    }

    /// <summary>Whether the log that a write goes to is the one that the next start will read. The writer asks within its transaction.</summary>
    public bool HasItsLog()
    {
        var now = (FileIdentity.Of(_log), FileIdentity.Of(_index));
        _openedLog ??= now;
        return _openedLog == now;
    }

    /// <summary>Closes a connection. The last one deletes the log, which then is not missing.</summary>
    public void Close(Action close)
    {
        var hadItsLog = HasItsLog();
        close();
        if (hadItsLog && FileIdentity.Of(_log) is null)
        {
            _openedLog = null;
        }
    }

    public void Dispose() => _handle?.Dispose();

    /// <summary>Has every connection closed once it is idle, so that the next ones begin with a new log.</summary>
    public void Renew()
    {
        lock (_change)
        {
            _renewedAt = time.GetTimestamp();
            _openedLog = null;
            _trouble = LogDeleted;
        }

        LogTrouble(path, LogDeleted);
        _closings.ForEach(close => close());
    }

    private const string Gone = "there is no such file any more";
    private const string Unreadable = "it cannot be read";
    private const string Replaced = "another file stands at that path now; restart this program if that one is to be used";
    private const string Overwritten = "another program has written other content into it; stop this program, restore the file, and start again";
    private const string LogDeleted = "its write-ahead log (-wal, -shm) was deleted or replaced; what it held is moved into the file";

    private string? TryLook()
    {
        try
        {
            return Look();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Unreadable;
        }
    }

    private string? Look()
    {
        var found = FileIdentity.Of(_file);
        _opened ??= found;
        return found is null ? Gone
            : found != _opened ? Replaced
            : IsOverwritten() ? Overwritten
            : _renewedAt is { } since && time.GetElapsedTime(since) < Closing ? LogDeleted
            : null;
    }

    // SQLite never counts backwards: an older copy was written over the file.
    private bool IsOverwritten()
    {
        Span<byte> counter = stackalloc byte[sizeof(uint)];
        _handle ??= File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var isWhole = RandomAccess.Read(_handle, counter, ChangesAt) == counter.Length;
        var changes = BinaryPrimitives.ReadUInt32BigEndian(counter);
        _isOverwritten |= !isWhole || changes < _changes;
        _changes = changes;
        return _isOverwritten;
    }

    private void ThrowTrouble()
    {
        if (_trouble is { } trouble)
        {
            throw new DatabaseUnavailableException($"The database file is not the one that was opened: {trouble}.");
        }
    }

    [LoggerMessage(1520, LogLevel.Error, "The database file '{File}' cannot be used: {Trouble}. Requests are answered 503, and this node is not ready, until the file is back")]
    private partial void LogTrouble(string file, string trouble);

    [LoggerMessage(1521, LogLevel.Information, "The database file '{File}' is back")]
    private partial void LogBack(string file);
}
