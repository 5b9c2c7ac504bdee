using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Modular.AppHost.Terminal;

namespace Modular.AppHost.Programs;

/// <summary>One program of the figure from its start to its end, as the orchestrator reports it.</summary>
/// <param name="name">Its name on the screen, and at the orchestrator.</param>
/// <param name="address">Its base address.</param>
/// <param name="readyPath">The path that answers 200 once it is ready.</param>
/// <param name="colour">Its colour on the screen, an ANSI code.</param>
/// <param name="screen">Where its output goes.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgramRun(string name, string address, string readyPath, int colour, Screen screen, TimeProvider time)
{
    private const int Kept = 15;

    // The orchestrator writes lines of its own into a program's output.
    private const string OfTheOrchestrator = "[sys] ";

    // The orchestrator tells of an end a little after the process is gone.
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _started = time.GetTimestamp();
    private int? _process;

    public string Name => name;

    public string ReadyAddress => address + readyPath;

    /// <summary>Its output is not for the screen, and is kept for the sentence about its end alone.</summary>
    public bool IsSilent { get; init; }

    public Task Ready => _ready.Task;

    /// <summary>How it ended, for a sentence: "with exit code 1".</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>The program has ended, and the orchestrator did not say so.</summary>
    public bool OrchestratorIsLost { get; private set; }

    public string Waited => time.GetElapsedTime(_started).TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

    public string LastOutput
    {
        get
        {
            lock (_lock)
            {
                return _lastLines.Count == 0
                    ? "It wrote nothing."
                    : "Its last output:" + string.Concat(_lastLines.Select(line => Environment.NewLine + "  " + line));
            }
        }
    }

    public void Say(string text) => screen.Say(name, colour, text);

    /// <param name="snapshot">The state of the program in the orchestrator; called for one snapshot after another.</param>
    public void Note(CustomResourceSnapshot snapshot)
    {
        if (_process is null && Property(snapshot, "executable.pid") is { } process && process != "0")
        {
            _process = int.Parse(process, CultureInfo.InvariantCulture);
            Say($"starting on {address} (process {process})");
            _ = WatchProcessAsync(_process.Value);
        }

        if (KnownResourceStates.TerminalStates.Contains(snapshot.State?.Text, StringComparer.Ordinal))
        {
            _ended.TrySetResult(snapshot.ExitCode is >= 0 and { } code ? string.Create(CultureInfo.InvariantCulture, $"with exit code {code}") : "without an exit code");
        }
        else if (snapshot.HealthStatus is HealthStatus.Healthy && _ready.TrySetResult())
        {
            Say($"ready after {Waited}");
        }
    }

    /// <param name="line">A line of its output, as the orchestrator keeps it: behind the time at which it was read.</param>
    public void NoteOutput(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var text = space > 0 && DateTimeOffset.TryParse(line[..space], CultureInfo.InvariantCulture, out _) ? line[(space + 1)..] : line;
        if (text.StartsWith(OfTheOrchestrator, StringComparison.Ordinal))
        {
            return;
        }

        lock (_lock)
        {
            if (_lastLines.Count == Kept)
            {
                _lastLines.Dequeue();
            }

            _lastLines.Enqueue(text);
        }

        if (!IsSilent)
        {
            Say(text);
        }
    }

    private static string? Property(CustomResourceSnapshot snapshot, string property) =>
        Convert.ToString(snapshot.Properties.FirstOrDefault(each => string.Equals(each.Name, property, StringComparison.Ordinal))?.Value, CultureInfo.InvariantCulture)
            is { Length: > 0 } value ? value : null;

    // When the orchestrator itself was killed, its programs end with it, and nothing tells of that.
    private async Task WatchProcessAsync(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            await process.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        await Task.Delay(ToldWithin, time);
        OrchestratorIsLost = _ended.TrySetResult("or with the orchestrator of the figure");
    }
}
