using System.ComponentModel;
using System.Diagnostics;

namespace Modular.AppHost;

/// <summary>Docker or Podman, whichever the orchestrator would use.</summary>
internal static class ContainerEngine
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="StartRefusedException">No engine answers.</exception>
    public static async Task RefuseNoneAsync(CancellationToken cancellationToken)
    {
        string[] engines = Environment.GetEnvironmentVariable("ASPIRE_CONTAINER_RUNTIME") is { Length: > 0 } chosen ? [chosen] : ["docker", "podman"];
        foreach (var engine in engines)
        {
            if (await AnswersAsync(engine, cancellationToken))
            {
                return;
            }
        }

        throw new StartRefusedException(
            "AppHost:Database is PostgreSql, and no container engine answers: start Docker or Podman, or name a server with AppHost:PostgreSql:Server.");
    }

    private static async Task<bool> AnswersAsync(string engine, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(engine, ["info"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
                await process.WaitForExitAsync(limit.Token);
                return process.ExitCode == 0;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return false;
            }
        }
        catch (Win32Exception)
        {
            // It is not installed.
            return false;
        }
    }
}
