using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Sessions;

/// <summary>The sessions of browsers. A session lasts an hour, however much it is used, as managed login's does.</summary>
internal sealed class SessionStore(UserPool pool, Persistence persistence, TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ExpiringStore<Session> _store = new(
        time,
        capacity: 10_000,
        persistence.Open<Session, SessionRecord>("sessions", SessionJson.Default.StoredRecordSessionRecord, SessionRecord.Of, record => record.In(pool)));

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<StoreEntry<Session>> All() => _store.All();

    public Session? Find(string handle) => _store.TryFind(Handle.Digest(handle), out var session) ? session : null;

    /// <summary>Under a handle that only the browser knows.</summary>
    public string Start(Session session)
    {
        var handle = Handle.New();
        _store.Add(Handle.Digest(handle), session, time.GetUtcNow() + Lifetime);
        return handle;
    }

    public void End(string handle) => _store.Remove(Handle.Digest(handle));

    /// <summary>How many of them there were.</summary>
    public int End(Func<Session, bool> which) => _store.All().Where(entry => which(entry.Value)).Count(entry => _store.Remove(entry.Key));
}

/// <summary>A session in a file, which is named by its handle's digest.</summary>
internal sealed record SessionRecord(string Id, string Sub, DateTimeOffset AuthTime, string? Level)
{
    public static SessionRecord Of(Session session) => new(session.Id, session.User.Sub, session.AuthTime, session.Level?.Name);

    public Session? In(UserPool pool) => pool.Users.FindBySub(Sub) is { } user
        ? new Session(Id, user, AuthTime, Level is null ? null : pool.AcrLevels.Find(Level))
        : null;
}
