using System.Text;

namespace Modular.AppHost;

/// <summary>
/// Gives this process and those that it starts folders that the orchestrator can use. It has sockets in the temporary folder, takes that
/// folder's name as an argument without escaping quotes, and does not run without a home.
/// </summary>
internal static class OrchestratorFolders
{
    private const string Temporary = "TMPDIR";
    private const string Home = "HOME";
    private const string Usual = "/tmp";

    // The address of a Unix socket has at most 108 bytes, of which the orchestrator's own names take 40.
    private const int LongestForSockets = 64;

    /// <param name="folder">The figure's own folder, the home of a user who has none.</param>
    public static void Provide(DirectoryInfo folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.GetTempPath();
        if (path.AsSpan().ContainsAny('"', '\\') || Encoding.UTF8.GetByteCount(path) > LongestForSockets)
        {
            Environment.SetEnvironmentVariable(Temporary, Usual);
        }

        if (!IsWritable(Environment.GetEnvironmentVariable(Home)))
        {
            Environment.SetEnvironmentVariable(Home, folder.FullName);
        }
    }

    private static bool IsWritable(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return false;
        }

        try
        {
            using var file = new FileStream(Path.Combine(path, $".modular-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
