using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Modular.Api.Tests.Hosting;

/// <summary>One running resource server in a process of its own, told what it is by environment variables alone.</summary>
internal sealed class ApiNode : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };

    private ApiNode(Process process, string folder)
    {
        (_process, _folder) = (process, folder);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _address.Task.Result;

    /// <summary>Its number in the operating system.</summary>
    public int ProcessId => _process.Id;

    /// <summary>The output of its console.</summary>
    public string Said => string.Join(Environment.NewLine, _said);

    /// <summary>Starts it; it listens when the task ends, whether or not its provider can be reached.</summary>
    /// <param name="settings">Its settings. Unless this names a database, it gets an empty one with the sample data; unless it names a quota, there is none.</param>
    /// <param name="program">The program's file, if it is another than the resource server of today.</param>
    /// <exception cref="InvalidOperationException">It does not listen; the message has what it said instead.</exception>
    public static async Task<ApiNode> StartAsync(IEnumerable<(string Setting, string Value)> settings, string? program = null)
    {
        var folder = Directory.CreateTempSubdirectory("modular-node-").FullName;
        var database = ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(folder, "modular.db")}'");
        var start = ApiProcess.Describe("Development", [database, ("Logging:LogLevel:Modular", "Warning"), ("Quota:RequestsPerSecond", "0"), .. settings]);
        start.ArgumentList[0] = program ?? start.ArgumentList[0];
        start.RedirectStandardInput = true;
        // So that it ends with the tests, however they end.
        start.Environment["DOTNET_STARTUP_HOOKS"] = BuiltPrograms.StartupHook;
        var node = new ApiNode(Process.Start(start)!, folder);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Longest);
        await Task.WhenAny(node._address.Task, node._process.WaitForExitAsync(patience.Token));
        if (!node._address.Task.IsCompletedSuccessfully)
        {
            await node.DisposeAsync();
            throw new InvalidOperationException($"The server does not listen. It said:{Environment.NewLine}{node.Said}");
        }

        return node;
    }

    /// <summary>The bearer of this token; an anonymous caller without one.</summary>
    public HttpClient With(string? token)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends it as a power cut does: it finishes nothing (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Asks it to end, as an orchestrator does (SIGTERM).</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The exit code, once it has ended.</summary>
    /// <exception cref="OperationCanceledException">It does not end within the time.</exception>
    public async Task<int> EndAsync(TimeSpan within)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(within);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as an operator does, so that it finishes what it has begun; ends it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var grace = new CancellationTokenSource(Grace);
        await ((Task)_process.WaitForExitAsync(grace.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _handler.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Enqueue(line);
        var at = line.IndexOf(Listening, StringComparison.Ordinal);
        if (at >= 0)
        {
            // The line goes on behind it in JSON.
            _address.TrySetResult(new Uri(line[(at + Listening.Length)..].Split('"')[0].Trim()));
        }
    }
}
