using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Modular.LocalCognito.Storage;

/// <summary>
/// The folder of <c>LocalCognito:DataFolder</c>. It holds private keys, so only its owner may look into it; and it belongs to one running
/// program, which holds its lock.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const UnixFileMode OwnersFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnersFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Ending = ".json";
    private const string Unfinished = ".tmp";

    private readonly string _path;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (_path, _lock) = (path, held);

    public static DataFolder Open(string path)
    {
        path = Path.GetFullPath(path);
        if (File.Exists(path))
        {
            throw new StartRefusedException($"LocalCognito:DataFolder '{path}' is a file: give a folder, or leave it out to keep nothing.");
        }

        try
        {
            Create(path);
            Guard(path, OwnersFolder, "700");
            return new DataFolder(path, Lock(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"LocalCognito:DataFolder '{path}' cannot be written by the user '{Environment.UserName}': give a folder of that user, or leave it out to keep nothing.", error);
        }
    }

    public IEnumerable<string> List(string name)
    {
        var folder = Path.Combine(_path, name);
        Create(folder);
        // A file that was being written when the program was killed; no client got an answer about it.
        foreach (var file in Directory.EnumerateFiles(folder, "*" + Unfinished))
        {
            File.Delete(file);
        }

        return [.. Directory.EnumerateFiles(folder, "*" + Ending).Select(file => Path.GetFileNameWithoutExtension(file))];
    }

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="StartRefusedException">The file is damaged, or others can read it.</exception>
    public T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        var path = Path.Combine(_path, name + Ending);
        if (!File.Exists(path))
        {
            return null;
        }

        Guard(path, OwnersFile, "600");
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw Damaged(name);
        }
        catch (JsonException error)
        {
            throw Damaged(name, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"LocalCognito:DataFolder: '{path}' cannot be read: check its permissions.", error);
        }
    }

    /// <summary>Writes a new file beside it and renames that: a reader finds the old content or the new, never half of one.</summary>
    public void Write<T>(string name, T value, JsonTypeInfo<T> type)
    {
        var path = Path.Combine(_path, name + Ending);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersFile;
        }

        using (var file = new FileStream(path + Unfinished, options))
        {
            JsonSerializer.Serialize(file, value, type);
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }

    public void Delete(string name) => File.Delete(Path.Combine(_path, name + Ending));

    public StartRefusedException Damaged(string name, Exception? error = null) => new(
        $"LocalCognito:DataFolder: '{Path.Combine(_path, name + Ending)}' is damaged: delete it, which forgets what it held, or restore it.", error);

    public void Dispose() => _lock.Dispose();

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnersFolder);
        }
    }

    private static FileStream Lock(string path)
    {
        var name = Path.Combine(path, "lock");
        try
        {
            return new FileStream(name, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (IsHeld(error))
        {
            throw new StartRefusedException(
                $"LocalCognito:DataFolder '{path}' is used by another running program: stop that, or give each its own folder.", error);
        }
    }

    // The lock's error codes of Linux, macOS and Windows. A read-only file system gives another one.
    private static bool IsHeld(IOException error) => (error.HResult & 0xffff) is 11 or 35 or 32;

    private static void Guard(string path, UnixFileMode most, string mode)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & ~most) == UnixFileMode.None)
        {
            return;
        }

        var advice = IsOurs(path) ? $"chmod {mode} it" : $"it belongs to another user than '{Environment.UserName}', so give a folder of that user";
        throw new StartRefusedException($"LocalCognito:DataFolder: '{path}' is open to others, and keys lie there: {advice}.");
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsOurs(string path)
    {
        try
        {
            // Only the owner and root may set the mode, also to the same one.
            File.SetUnixFileMode(path, File.GetUnixFileMode(path));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
