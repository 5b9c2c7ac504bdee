using System.Globalization;
using Modular.AppHost.Programs;
using Modular.AppHost.Terminal;

namespace Modular.AppHost.Figure;

/// <summary>The three programs while they run; disposing ends them and removes what they wrote.</summary>
internal sealed class RunningFigure(Settings settings, FigurePool pool, DirectoryInfo folder, Screen screen, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopsMeanwhile = TimeSpan.FromMilliseconds(250);

    private readonly List<ChildProgram> _programs = [];
    private readonly Readiness _readiness = new(time);

    /// <summary>Starts all three at once, and returns when each has answered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var starts = Member.All(settings.Ports, pool, folder).Select(member => StartAsync(member, starting.Token)).ToList();
        try
        {
            await foreach (var start in Task.WhenEach(starts))
            {
                await start;
            }
        }
        finally
        {
            await starting.CancelAsync();
            await Task.WhenAll(starts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lasts until it is cancelled, or until a program ends by itself: then it throws the sentence that says so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_programs.Select(program => program.Exited)).WaitAsync(cancellationToken);
        throw await EndedAsync(_programs.First(program => program.Exited == first), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_programs.Select(program => program.DisposeAsync().AsTask()));
        _readiness.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartAsync(Member member, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var program = ChildProgram.Start(BuiltProgram.Find(member.Name), member.Environment, Say, time);
        _programs.Add(program);
        Say($"starting on {member.Address} (process {program.Id})");

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var ready = _readiness.WaitAsync(member.Ready, waiting.Token);
        var limit = Task.Delay(settings.ReadyWithin, time, waiting.Token);
        var progress = SayProgressAsync(waiting.Token);
        var first = await Task.WhenAny(ready, program.Exited, limit);
        await waiting.CancelAsync();
        await progress.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        if (first == program.Exited)
        {
            throw await EndedAsync(program, cancellationToken);
        }

        if (first == limit)
        {
            throw new StartRefusedException(
                $"{member.Name} did not answer {member.Ready} within {settings.ReadyWithin.TotalSeconds} s " +
                $"(setting AppHost:ReadyWithinSeconds); the others were stopped. {program.LastOutput}");
        }

        await ready;
        Say($"ready after {Waited()}");

        async Task SayProgressAsync(CancellationToken cancellationToken)
        {
            using var timer = new PeriodicTimer(ProgressEvery, time);
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                Say($"not ready yet after {Waited()}");
            }
        }

        string Waited() => time.GetElapsedTime(started).TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture);

        void Say(string text) => screen.Say(member.Name, member.Colour, text);
    }

    private async Task<StartRefusedException> EndedAsync(ChildProgram program, CancellationToken cancellationToken)
    {
        // What stops AppHost may have stopped the program a moment earlier: then this is no failure.
        await Task.Delay(StopsMeanwhile, time, cancellationToken);
        var exitCode = await program.Exited;
        return new StartRefusedException(
            $"{program.Name} ended by itself with exit code {exitCode}; the others were stopped. {program.LastOutput}");
    }
}
