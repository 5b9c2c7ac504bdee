namespace Modular.Infrastructure.Database.Schema;

/// <summary>How long a migration waits for other sessions and processes, and what it says meanwhile.</summary>
internal sealed class MigrationPatience(MigrationNews news)
{
    /// <summary>The longest wait for what a migration changes.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // A wait that is over within that time is not worth a line.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private long _began;
    private bool _hasTold;

    /// <summary>Whether the wait for this step is over.</summary>
    public bool IsOver => TimeProvider.System.GetElapsedTime(_began) > Longest;

    /// <summary>Begins with a step.</summary>
    public void Begin() => _began = TimeProvider.System.GetTimestamp();

    /// <summary>Says what is waited for, once, when the wait has taken a few seconds.</summary>
    public async Task TellAsync(string whatFor)
    {
        if (!_hasTold && TimeProvider.System.GetElapsedTime(_began) > Quiet)
        {
            _hasTold = true;
            await news.Waiting(whatFor);
        }
    }

    /// <summary>Waits as long as it takes, and says after a few seconds what for.</summary>
    public async Task WhileAsync(Task waiting, string whatFor, CancellationToken cancellationToken)
    {
        Begin();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (await Task.WhenAny(waiting, Task.Delay(Quiet, TimeProvider.System, end.Token)) != waiting && !_hasTold && !cancellationToken.IsCancellationRequested)
        {
            _hasTold = true;
            await news.Waiting(whatFor);
        }

        await end.CancelAsync();
        await waiting;
    }
}
