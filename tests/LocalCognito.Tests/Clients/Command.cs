using System.ComponentModel;
using System.Diagnostics;

namespace Modular.LocalCognito.Tests.Clients;

/// <summary>The output of a program that ran to its end.</summary>
internal sealed record Command(int ExitCode, string Output, string Errors)
{
    /// <summary>Runs it; one that takes too long, or that cannot be started, has failed with a sentence about that.</summary>
    public static async Task<Command> RunAsync(
        string program, IReadOnlyList<string> arguments, string folder, string input, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            using var process = Process.Start(start)!;
            await using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return new Command(process.ExitCode, await output, limit.IsCancellationRequested ? $"It took more than {patience.TotalSeconds} s." : await errors);
        }
        catch (Win32Exception error)
        {
            return new Command(-1, "", error.Message);
        }
    }

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything, and its exit code tells why.
        }
    }
}
