namespace Modular.LocalCognito.Sessions;

/// <summary>Keeps a browser signed in, so that a second client needs no password.</summary>
internal sealed class SessionCookie(SessionStore sessions)
{
    private const string Name = "cognito";

    public Session? Find(HttpContext context) => context.Request.Cookies[Name] is { } handle ? sessions.Find(handle) : null;

    /// <summary>Always under a new handle, against session fixation.</summary>
    public void Start(HttpContext context, Session session)
    {
        End(context);
        context.Response.Cookies.Append(Name, sessions.Start(session), Options);
    }

    public void End(HttpContext context)
    {
        if (context.Request.Cookies[Name] is not { } handle)
        {
            return;
        }

        sessions.End(handle);
        context.Response.Cookies.Delete(Name, Options);
    }

    private static CookieOptions Options => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };
}
