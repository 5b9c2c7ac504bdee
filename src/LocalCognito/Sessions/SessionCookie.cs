using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Sessions;

/// <summary>Keeps a browser signed in for an hour, as managed login does, so that a second client needs no password.</summary>
internal sealed class SessionCookie(TimeProvider clock)
{
    private const string Name = "cognito";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ExpiringStore<Session> _store = new(clock, capacity: 10_000);

    public Session? Find(HttpContext context) =>
        context.Request.Cookies[Name] is { } handle && _store.TryFind(handle, out var session) ? session : null;

    /// <summary>Always under a new handle, so that nobody can plant one before the sign-in.</summary>
    public void Start(HttpContext context, Session session)
    {
        End(context);
        var handle = Handle.New();
        _store.Add(handle, session, clock.GetUtcNow() + Lifetime);
        context.Response.Cookies.Append(Name, handle, Options);
    }

    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } handle)
            return;
        _store.Remove(handle);
        context.Response.Cookies.Delete(Name, Options);
    }

    private static CookieOptions Options => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };
}
