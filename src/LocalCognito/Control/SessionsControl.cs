using System.Text.Json.Nodes;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Sessions;

namespace Modular.LocalCognito.Control;

/// <summary>
/// <c>GET</c> and <c>DELETE /_local/sessions</c>, <c>DELETE /_local/sessions/{id}</c>: which browsers are signed in. Tokens live on.
/// </summary>
internal sealed class SessionsControl(SessionStore sessions)
{
    public Task ListAsync(HttpContext context)
    {
        var list = sessions.All().Select(entry => new JsonObject
        {
            ["id"] = entry.Value.Id,
            ["user"] = entry.Value.User.Username,
            ["authTime"] = entry.Value.AuthTime.ToUnixTimeSeconds(),
            ["acr"] = entry.Value.Level?.Name,
            ["expiresAt"] = entry.ExpiresAt.ToUnixTimeSeconds(),
        });
        return JsonResponse.WriteAsync(context, StatusCodes.Status200OK, new JsonObject { ["sessions"] = new JsonArray([.. list]) });
    }

    public Task EndAllAsync(HttpContext context)
    {
        sessions.End(_ => true);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    public Task EndAsync(HttpContext context)
    {
        var id = context.Request.RouteValues["id"] as string;
        if (sessions.End(session => string.Equals(session.Id, id, StringComparison.Ordinal)) == 0)
        {
            return ControlRequest.RefuseAsync(context, StatusCodes.Status404NotFound, "No session has this id: GET /_local/sessions lists them.");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
