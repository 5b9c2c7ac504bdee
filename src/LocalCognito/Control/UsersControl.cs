using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;

namespace Modular.LocalCognito.Control;

/// <summary><c>POST /_local/users/{username}/sign-out</c>, <c>…/disable</c> and <c>…/enable</c>; the body is not looked at.</summary>
internal sealed class UsersControl(UserPool pool, UserStates people, SessionStore sessions)
{
    public Task SignOutAsync(HttpContext context) => AnswerAsync(context, user =>
    {
        people.SignOut(user);
        EndSessions(user);
    });

    public Task DisableAsync(HttpContext context) => AnswerAsync(context, user =>
    {
        people.Disable(user);
        EndSessions(user);
    });

    public Task EnableAsync(HttpContext context) => AnswerAsync(context, people.Enable);

    private Task AnswerAsync(HttpContext context, Action<PoolUser> apply)
    {
        if (context.Request.RouteValues["username"] is not string username || pool.Users.Find(username) is not { } user)
        {
            return ControlRequest.RefuseAsync(context, StatusCodes.Status404NotFound, "The pool has no person of this username.");
        }

        apply(user);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private void EndSessions(PoolUser user) => sessions.End(session => string.Equals(session.User.Sub, user.Sub, StringComparison.Ordinal));
}
