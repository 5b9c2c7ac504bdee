using System.Diagnostics;

namespace Modular.AppHost.Programs;

/// <summary>One started program; nothing is ever written to its standard input, whose end tells it that AppHost has ended.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private const string Hooks = "DOTNET_STARTUP_HOOKS";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(7);

    // Set for another program in this shell, they would override what is said here.
    private static readonly string[] NotInherited =
    [
        "DOTNET_ENVIRONMENT", "DOTNET_URLS", "DOTNET_HTTP_PORTS", "DOTNET_HTTPS_PORTS", "DOTNET_PREFERHOSTINGURLS", "DOTNET_CONTENTROOT", "DOTNET_WEBROOT",
        "DOTNET_APPLICATIONNAME", "DOTNET_HOSTINGSTARTUPASSEMBLIES", "URLS", "HTTP_PORTS", "HTTPS_PORTS",
    ];

    private readonly Process _process;
    private readonly Action<string> _say;
    private readonly TimeProvider _time;
    private readonly LastLines _lastLines = new();

    private ChildProgram(string name, Process process, Action<string> say, TimeProvider time)
    {
        (Name, Id, _process, _say, _time) = (name, process.Id, process, say, time);
        Exited = ExitAsync(Task.WhenAll(PassOnAsync(process.StandardOutput), PassOnAsync(process.StandardError)));
    }

    public string Name { get; }

    public int Id { get; }

    /// <summary>Its exit code, once it has ended and all of its output has been read.</summary>
    public Task<int> Exited { get; }

    public string LastOutput => _lastLines.ToString();

    /// <param name="built">The program.</param>
    /// <param name="environment">Its settings.</param>
    /// <param name="say">Gets each line it writes.</param>
    /// <param name="time">The clock.</param>
    public static ChildProgram Start(
        BuiltProgram built, IReadOnlyDictionary<string, string> environment, Action<string> say, TimeProvider time)
    {
        var start = new ProcessStartInfo(BuiltProgram.Dotnet, [built.Dll])
        {
            // The content root: settings and static files lie there.
            WorkingDirectory = built.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsNotInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var hook = typeof(StartupHook).Assembly.Location;
        start.Environment[Hooks] = start.Environment.TryGetValue(Hooks, out var others) && !string.IsNullOrEmpty(others)
            ? hook + Path.PathSeparator + others
            : hook;
        return new ChildProgram(built.Name, Process.Start(start)!, say, time);
    }

    /// <summary>Asks it to end, and ends it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await Exited.WaitAsync(Grace, _time);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }

        _process.Dispose();
    }

    private static bool IsNotInherited(string name) =>
        name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || NotInherited.Contains(name, StringComparer.OrdinalIgnoreCase);

    private async Task<int> ExitAsync(Task output)
    {
        await _process.WaitForExitAsync();
        await output;
        return _process.ExitCode;
    }

    private async Task PassOnAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lastLines.Add(line);
            _say(line);
        }
    }
}
