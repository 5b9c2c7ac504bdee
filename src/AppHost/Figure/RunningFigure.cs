using Modular.AppHost.Programs;

namespace Modular.AppHost.Figure;

/// <summary>The programs of the figure while they run; disposing ends them and removes their files.</summary>
internal sealed class RunningFigure(
    IReadOnlyList<ProgramRun> programs, Orchestrator orchestrator, TimeSpan readyWithin, DirectoryInfo folder, TimeProvider time) : IAsyncDisposable
{
    // Pulling the image of a database is part of it.
    private static readonly TimeSpan OrchestratorWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StopsMeanwhile = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Starts all at once, and returns when each has answered.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _following = FollowAsync();
        using var starting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ending.Token);
        var progress = SayProgressAsync(starting.Token);
        try
        {
            var orchestrated = StartOrchestratorAsync(cancellationToken);
            if (await Task.WhenAny(orchestrated, FirstEnd()) != orchestrated)
            {
                throw (await EndedAsync(cancellationToken))!;
            }

            await orchestrated;
            var ready = Task.WhenAll(programs.Select(run => run.Ready));
            if (await Task.WhenAny(ready, FirstEnd(), Task.Delay(readyWithin, time, cancellationToken)) is { } first && first != ready)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw await EndedAsync(cancellationToken) ?? NotReady();
            }
        }
        finally
        {
            await starting.CancelAsync();
            await progress.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Lasts until it is cancelled, or until a program ends by itself: then it throws the sentence that says so.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await FirstEnd().WaitAsync(cancellationToken);
        throw (await EndedAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        if (!programs.Any(program => program.OrchestratorIsLost))
        {
            await orchestrator.StopAsync();
        }

        await orchestrator.DisposeAsync();
        await _ending.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ending.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task StartOrchestratorAsync(CancellationToken cancellationToken)
    {
        try
        {
            await orchestrator.StartAsync(cancellationToken).WaitAsync(OrchestratorWithin, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new StartRefusedException(
                $"The orchestrator of the figure (Aspire) did not start within {OrchestratorWithin.TotalMinutes} minutes: start it again when the machine is less busy.");
        }
    }

    private Task FirstEnd() => Task.WhenAny(programs.Select(run => run.Ended));

    private async Task<StartRefusedException?> EndedAsync(CancellationToken cancellationToken)
    {
        // A stop of AppHost may have stopped the program a moment earlier: then this is no failure. The last output arrives after the end, too.
        await Task.Delay(StopsMeanwhile, time, cancellationToken);
        return programs.FirstOrDefault(run => run.Ended.IsCompleted) is { } run
            ? new StartRefusedException($"{run.Name} ended by itself {await run.Ended}; the others were stopped. {run.LastOutput}")
            : null;
    }

    private StartRefusedException NotReady()
    {
        var run = programs.First(run => !run.Ready.IsCompleted);
        return new(
            $"{run.Name} did not answer {run.ReadyAddress} within {readyWithin.TotalSeconds} s " +
            $"(setting AppHost:ReadyWithinSeconds); the others were stopped. {run.LastOutput}");
    }

    private async Task FollowAsync()
    {
        var outputs = new Dictionary<ProgramRun, Task>();
        try
        {
            await foreach (var change in orchestrator.States.WatchAsync(_ending.Token))
            {
                if (programs.FirstOrDefault(program => string.Equals(program.Name, change.Resource.Name, StringComparison.Ordinal)) is { } program)
                {
                    if (!outputs.ContainsKey(program))
                    {
                        outputs[program] = FollowOutputAsync(program, change.Resource);
                    }

                    program.Note(change.Snapshot);
                }
            }
        }
        finally
        {
            await Task.WhenAll(outputs.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowOutputAsync(ProgramRun program, IResource resource)
    {
        await foreach (var lines in orchestrator.Output.WatchAsync(resource).WithCancellation(_ending.Token))
        {
            foreach (var line in lines)
            {
                program.NoteOutput(line.Content);
            }
        }
    }

    private async Task SayProgressAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ProgressEvery, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            foreach (var run in programs.Where(run => !run.Ready.IsCompleted))
            {
                run.Say($"not ready yet after {run.Waited}");
            }
        }
    }
}
