using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Modular.Api.Tests.Hosting;

/// <summary>A program of this repository in a process of its own, on a free port of loopback, told what it is by environment variables alone.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private RunningProgram(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>The output of its console.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it; it listens when the task ends.</summary>
    /// <param name="dll">The program.</param>
    /// <param name="environment"><c>ASPNETCORE_ENVIRONMENT</c>.</param>
    /// <param name="settings">Settings as in a configuration file.</param>
    public static async Task<RunningProgram> StartAsync(string dll, string environment, params (string Setting, string Value)[] settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [dll]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = environment;
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["DOTNET_STARTUP_HOOKS"] = BuiltPrograms.StartupHook;
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.RedirectStandardInput = true;
        foreach (var (setting, value) in settings)
        {
            start.Environment[setting.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        var program = new RunningProgram(Process.Start(start)!, address);
        await Eventually.HoldsAsync($"{dll} listens: {program.Said}", Longest, program.ListensAsync);
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> ListensAsync()
    {
        _process.HasExited.ShouldBeFalse(Said);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Hear(string? line)
    {
        if (line is not null)
        {
            _said.Enqueue(line);
        }
    }
}
