namespace Modular.Infrastructure.Database;

/// <summary>
/// Lets one writer of a row through at a time. The others wait here, without a connection: writers of one locked row would otherwise hold
/// the connections that the writers of all other rows need.
/// </summary>
internal sealed class ContestedRows
{
    private readonly Lock _change = new();
    private readonly Dictionary<object, Turn> _turns = [];

    /// <summary>Waits for the row's turn.</summary>
    /// <param name="row">The row: equal values are the same row.</param>
    /// <param name="patience">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends the turn when disposed; null when it did not come within the time.</returns>
    public async Task<IDisposable?> TakeAsync(object row, TimeSpan patience, CancellationToken cancellationToken)
    {
        Turn turn;
        lock (_change)
        {
            if (!_turns.TryGetValue(row, out turn!))
            {
                _turns.Add(row, turn = new Turn());
            }

            turn.Writers++;
        }

        var came = false;
        try
        {
            came = await turn.Free.WaitAsync(patience, cancellationToken);
            return came ? new Held(this, row, turn) : null;
        }
        finally
        {
            if (!came)
            {
                Leave(row, turn);
            }
        }
    }

    private void Leave(object row, Turn turn)
    {
        lock (_change)
        {
            if (--turn.Writers == 0)
            {
                _turns.Remove(row);
                turn.Free.Dispose();
            }
        }
    }

    /// <summary>A row with its writers: the one that has it and those that wait.</summary>
    private sealed class Turn
    {
        public SemaphoreSlim Free { get; } = new(1);

        public int Writers { get; set; }
    }

    private sealed class Held(ContestedRows rows, object row, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            turn.Free.Release();
            rows.Leave(row, turn);
        }
    }
}
