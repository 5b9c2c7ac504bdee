using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Modular.Domain.Customers;
using Modular.Infrastructure.Database;

namespace Modular.Infrastructure.Customers;

/// <summary>
/// Writes when customers signed in, in the background: requests neither wait for it nor fail by it. Several sign-ins of a customer are one
/// note. A note that is lost, by a crash or because too many wait, is made again by the next request of that sign-in.
/// </summary>
internal sealed partial class SignInNotes(IWriter writer, TimeProvider time, DatabaseTrouble trouble, ILogger<SignInNotes> logger) : BackgroundService
{
    /// <summary>The most customers whose notes wait.</summary>
    internal const int Most = 10_000;

    /// <summary>The most notes in one piece of work, which other writers wait for.</summary>
    private const int Together = 50;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<CustomerId, DateTimeOffset> _waiting = new();

    // All notes that come while others are being written are one signal.
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _isFailing;

    /// <summary>Notes a sign-in, unless a later one waits already.</summary>
    public void Note(CustomerId id, DateTimeOffset at)
    {
        var isNoted = _waiting.TryGetValue(id, out var noted);
        if ((isNoted && noted >= at) || (!isNoted && _waiting.Count >= Most))
        {
            return;
        }

        _waiting.AddOrUpdate(id, static (_, added) => added, static (_, known, added) => added > known ? added : known, at);
        _bell.Writer.TryWrite(true);
    }

    /// <summary>The note that waits to be written; null when none does.</summary>
    public DateTimeOffset? Waiting(CustomerId id) => _waiting.TryGetValue(id, out var at) ? at : null;

    /// <summary>Ends after the waiting notes are written, if the database takes them.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(cancellationToken);
    }

    /// <summary>Writes all that waits.</summary>
    /// <returns>Whether nothing is left: a customer that another writer has just locked is left for the next time.</returns>
    internal async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        foreach (var notes in _waiting.ToArray().Chunk(Together))
        {
            var written = await writer.WriteAsync((db, cancelled) => WriteAsync(db, notes, cancelled), cancellationToken);
            foreach (var note in notes.Where(note => written.Contains(note.Key)))
            {
                // A later sign-in that came meanwhile stays.
                _waiting.TryRemove(note);
            }
        }

        return _waiting.IsEmpty;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _bell.Reader.WaitToReadAsync(stoppingToken))
            {
                _bell.Reader.TryRead(out _);
                if (!await TryAsync(stoppingToken))
                {
                    await Task.Delay(BetweenTries, time, stoppingToken);
                    _bell.Writer.TryWrite(true);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The waiting notes are written while the host stops.
        }
    }

    private static async Task<HashSet<CustomerId>> WriteAsync(ModularDb db, KeyValuePair<CustomerId, DateTimeOffset>[] notes, CancellationToken cancellationToken)
    {
        var ids = notes.Select(note => note.Key).ToList();
        var free = await db.TryLockCustomersAsync(ids, cancellationToken);
        foreach (var (id, at) in notes.Where(note => free.Contains(note.Key)))
        {
            await db.Customers
                .Where(customer => customer.Id == id && (customer.LastSignedInAt == null || customer.LastSignedInAt < at))
                .ExecuteUpdateAsync(set => set.SetProperty(customer => customer.LastSignedInAt, at), cancellationToken);
        }

        // A note is done as well if the retention job has deleted its customer.
        var locked = ids.Where(id => !free.Contains(id)).ToList();
        var there = locked.Count == 0 ? [] : await db.Customers.Where(customer => locked.Contains(customer.Id)).Select(customer => customer.Id).ToListAsync(cancellationToken);
        return [.. ids.Except(there)];
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            var isDone = await WriteAsync(cancellationToken);
            _isFailing = false;
            return isDone;
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // One line for an outage: the requests that fail in it say the rest.
            if (!_isFailing)
            {
                LogFailure(trouble.NameOf(failure));
            }

            _isFailing = true;
            return false;
        }
    }

    [LoggerMessage(1550, LogLevel.Warning, "When customers signed in cannot be written now, and will be tried again each second: {Trouble}")]
    private partial void LogFailure(string trouble);
}
