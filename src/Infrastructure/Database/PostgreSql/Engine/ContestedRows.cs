namespace Modular.Infrastructure.Database.PostgreSql.Engine;

/// <summary>
/// Lets one writer of a row through at a time. The others wait here, without a connection: writers of one locked row would otherwise hold
/// the connections that the writers of all other rows need.
/// </summary>
internal sealed class ContestedRows
{
    /// <summary>The most waits of a writer whose row goes from one writer to the next all the while.</summary>
    private const int MostWaits = 3;

    private readonly Lock _change = new();
    private readonly Dictionary<object, Turn> _turns = [];

    /// <summary>Waits for the row's turn.</summary>
    /// <param name="row">The row: equal values are the same row.</param>
    /// <param name="patience">The longest wait in which no other writer is done with the row; three times as long in all.</param>
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
            long done;
            var waits = 0;
            do
            {
                done = Interlocked.Read(ref turn.Done);
                came = await turn.Free.WaitAsync(patience, cancellationToken);
                waits++;
            }
            while (!came && waits < MostWaits && done != Interlocked.Read(ref turn.Done));

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
        /// <summary>How many writers are done with the row.</summary>
        public long Done;

        public SemaphoreSlim Free { get; } = new(1);

        public int Writers { get; set; }
    }

    private sealed class Held(ContestedRows rows, object row, Turn turn) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Increment(ref turn.Done);
            turn.Free.Release();
            rows.Leave(row, turn);
        }
    }
}
