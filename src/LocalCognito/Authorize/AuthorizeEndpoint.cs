using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Sessions;

namespace Modular.LocalCognito.Authorize;

/// <summary><c>GET /oauth2/authorize</c>: with a session that is fresh enough a code at once, otherwise the login page.</summary>
internal sealed class AuthorizeEndpoint(
    AuthorizeRequestReader reader, AuthorizationResponse response, SessionCookie sessions, ErrorPage errorPage, TimeProvider time)
{
    public Task AnswerAsync(HttpContext context) => reader.Read(context.Request.Query) switch
    {
        Untrusted untrusted => errorPage.WriteAsync(context, untrusted.Sentence),
        Refused refused => AuthorizationResponse.WriteErrorAsync(context, refused),
        AuthorizeRequest request => Answer(context, request),
        var other => throw new InvalidOperationException($"No answer for {other.GetType().Name}."),
    };

    private Task Answer(HttpContext context, AuthorizeRequest request)
    {
        if (sessions.Find(context) is { } session && IsEnough(session, request))
        {
            return response.WriteCodeAsync(context, request, session);
        }

        if (request.Prompt == Prompt.Never)
        {
            return AuthorizationResponse.WriteErrorAsync(context, new Refused(request.RedirectUri, OAuthError.LoginRequired, request.State));
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect($"/login{context.Request.QueryForHeader()}");
        return Task.CompletedTask;
    }

    private bool IsEnough(Session session, AuthorizeRequest request) =>
        request.Prompt != Prompt.Always
        && (request.MaxAge is not { } maxAge || time.GetUtcNow() - session.AuthTime < maxAge)
        && (request.Level is not { } level || session.Level?.Rank >= level.Rank);
}
