namespace Modular.Infrastructure.Database.Schema;

/// <summary>
/// One look at the database for all that ask at the same time. A database that hangs answers no look: those that ask are told so after
/// three seconds, before the probes of load balancers give up.
/// </summary>
internal sealed class SharedLook(TimeProvider time)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly Lock _change = new();
    private Task<SchemaStanding>? _running;

    /// <summary>The result of the look that is under way, or of a new one.</summary>
    /// <param name="look">Looks, with connections of its own: it may go on when those that asked have gone.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SchemaStanding> LookAsync(Func<Task<SchemaStanding>> look, CancellationToken cancellationToken)
    {
        Task<SchemaStanding> running;
        lock (_change)
        {
            running = _running is { IsCompleted: false } ? _running : _running = Task.Run(look, CancellationToken.None);
        }

        try
        {
            return await running.WaitAsync(Longest, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return SchemaStanding.Absent;
        }
    }
}
