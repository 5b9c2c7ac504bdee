using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;

namespace Modular.LocalCognito.Login;

/// <summary>
/// <c>GET /logout</c>: ends the browser's session; tokens live on. With <c>logout_uri</c> the browser goes to that registered address, with
/// <c>redirect_uri</c> and <c>response_type</c> to the login page.
/// </summary>
internal sealed class LogoutEndpoint(UserPool pool, SessionCookie sessions, ErrorPage errorPage)
{
    public Task AnswerAsync(HttpContext context)
    {
        var sent = new Parameters(context.Request.Query);
        if (sent["client_id"] is not { } id || !pool.Clients.TryGetValue(id, out var client))
        {
            return errorPage.WriteAsync(context, "The application is not known to this user pool: its client_id is missing or wrong.");
        }

        if (Target(context, sent, client) is not { } target)
        {
            return errorPage.WriteAsync(context, "The address to go to is not registered for this application: its logout_uri is missing or differs.");
        }

        sessions.End(context);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(target);
        return Task.CompletedTask;
    }

    private static string? Target(HttpContext context, Parameters sent, PoolClient client)
    {
        if (sent["logout_uri"] is { } logoutUri)
        {
            return client.LogoutUris.FirstOrDefault(uri => string.Equals(uri, logoutUri, StringComparison.Ordinal));
        }

        return sent["redirect_uri"] is { } redirectUri && client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal)
            ? $"/login{context.Request.QueryForHeader()}"
            : null;
    }
}
