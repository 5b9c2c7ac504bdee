using System.Globalization;
using Modular.Api.Files;
using Modular.Infrastructure;
using Modular.Infrastructure.Database;

namespace Modular.Api;

/// <summary>Copies the database to a file.</summary>
internal sealed class BackupCommand(IServiceProvider services, TextWriter output, bool isTerminal)
{
    public const string Name = "backup";

    public const string Help = """
        Copies a SQLite database to a file, while a server reads and writes it or not.

          dotnet run --project src/Api -- backup modular-2026-01-15.db

        The copy is the database at the moment at which the command began. It is made under a temporary name beside the file, checked
        (PRAGMA integrity_check and foreign_key_check), written through to the disk, and only then gets its name, readable by you alone.
        A file that exists is not replaced. Nobody waits for it; the write-ahead log grows meanwhile by what is written.

        To go back to a copy, stop the server, put it in the database's place and delete the files beside it that end in -wal and -shm.

        On PostgreSQL use pg_dump.

        Exit code: 0 if the copy is there, 1 if it could not be made, 130 if it was stopped, and then nothing is left of it.

        """;

    /// <summary>Runs it on this process's terminal.</summary>
    public static Task<int> RunAsync(IServiceProvider services, string[] arguments, CancellationToken cancellationToken) => CommandLine.RunAsync(
        stop => new BackupCommand(services, Console.Out, !Console.IsOutputRedirected).RunAsync(arguments, stop), cancellationToken);

    /// <param name="arguments">What stands behind the command's name.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="ConfigurationException">The arguments, the file or the database cannot be used.</exception>
    public async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        var path = CommandLine.One(Name, arguments, "one file", $"{Name} modular-2026-01-15.db");
        FileProgress? progress = null;
        try
        {
            var size = await services.GetRequiredService<IBackup>().CopyAsync(path, Show, stop);
            progress?.Clear();
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Copied and checked: {path}, {size} bytes."));
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            progress?.Clear();
            await output.WriteLineAsync("Stopped: nothing is left of the copy.");
            return CommandLine.Stopped;
        }
        finally
        {
            progress?.Clear();
        }

        void Show(long copied, long all)
        {
            progress ??= new FileProgress(output, isTerminal, all, "Copying");
            progress.Show(copied, copied, "bytes");
            if (copied == all)
            {
                progress.Clear();
                output.WriteLine("Checking the copy …");
            }
        }
    }
}
