using System.CommandLine;
using System.Globalization;
using ErrorOr;
using Modular.Api.CommandLine;
using Modular.Application.Database;

namespace Modular.Api.Database;

/// <summary>Copies the database to a file.</summary>
internal sealed class BackupCommand(OperatorSender sender, CommandConsole console)
{
    public const string Name = "backup";

    // How many bytes there are to copy is known with the first of them.
    private const int Percent = 100;

    private const string Details = """
          dotnet run --project src/Api -- backup modular-2026-01-15.db

        A server may read and write the database meanwhile. The copy is the database at the moment at which the command began. It is made
        under a temporary name beside the file, checked (every page, every index, every reference), written through to the disk, and only
        then gets its name, readable by you alone. A file that exists is not replaced. No request waits for the copy; the write-ahead log
        grows meanwhile by what is written.

        To go back to a copy, stop the server, put it in the database's place and delete the files beside it that end in -wal and -shm.

        A database server has a program of its own for this: then the command copies nothing, and says how to run that one.

        Exit code: 0 if the copy is there, 1 if it could not be made, 75 if the database is busy, 130 if the command was stopped. Unless it
        is 0, nothing is left of the copy.

        """;

    /// <summary>The command as the command line knows it.</summary>
    public static Command Describe(CommandHost host)
    {
        var file = new Argument<string>("file") { Description = "The file to make." };
        var command = new DocumentedCommand(
            Name, "copies the database to a file while the server runs", $"one file: write it like '{Name} modular-2026-01-15.db'", Details) { file };
        command.SetAction((parsed, cancellationToken) => host.SendAsync(
            Name, sender => new BackupCommand(sender, host.Console).RunAsync(parsed.GetRequiredValue(file), cancellationToken), cancellationToken));
        return command;
    }

    /// <param name="path">The file to make.</param>
    /// <param name="cancellationToken">Stops it, and leaves nothing behind.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var copied = await CopyAsync(path, cancellationToken);
            if (copied.IsError)
            {
                await console.RefuseAsync($"{Name}: {LineRefusal.Clause(copied.FirstError.Description)}.");
                return ExitCode.Refused;
            }

            await console.SayAsync(string.Create(CultureInfo.InvariantCulture, $"Copied and checked: {path}, {copied.Value.Bytes} bytes."));
            return ExitCode.Done;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await console.SayAsync("Stopped: nothing is left of the copy.");
            return ExitCode.Stopped;
        }
    }

    private Task<ErrorOr<BackupCopy>> CopyAsync(string path, CancellationToken cancellationToken) => console.TrackAsync(
        "Copying",
        Percent,
        report => sender.SendAsync(
            new BackUpDatabase(path, (copied, all) => report(all == 0 ? Percent : copied * Percent / all, copied, "bytes")), cancellationToken));
}
