using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pages;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Login;

/// <summary><c>/login</c>: shows the form, and takes it. The authorization request travels along in the query and is checked again each time.</summary>
internal sealed class LoginEndpoint(
    AuthorizeRequestReader reader,
    AuthorizationResponse response,
    SessionCookie sessions,
    AntiForgery antiForgery,
    UserPool pool,
    UserStates people,
    LoginPage page,
    ErrorPage errorPage,
    TimeProvider time,
    ILogger<LoginEndpoint> logger)
{
    // PBKDF2 hashes a long password first, so length costs nothing there; this bounds the text that a page shows again.
    private const int LongestField = 256;

    public Task ShowAsync(HttpContext context) => reader.Read(context.Request.Query) is AuthorizeRequest request
        ? page.WriteAsync(context, StatusCodes.Status200OK, request, request.LoginHint, message: null)
        : RefuseAsync(context);

    public async Task SubmitAsync(HttpContext context)
    {
        if (reader.Read(context.Request.Query) is not AuthorizeRequest request)
        {
            await RefuseAsync(context);
            return;
        }

        var form = await Parameters.FromFormAsync(context);
        if (!antiForgery.Accepts(context, form))
        {
            await page.WriteAsync(context, StatusCodes.Status403Forbidden, request, username: null, "This page was open for too long. Please sign in again.");
            return;
        }

        var (username, password) = (Bounded(form["username"]), Bounded(form["password"]));
        // The password first, so that being disabled does not show in the time either.
        if (pool.Users.SignIn(username, password) is not { } user || people.IsDisabled(user))
        {
            logger.SignInRefused(request.Client.Id);
            await page.WriteAsync(context, StatusCodes.Status400BadRequest, request, username, "Incorrect username or password.");
            return;
        }

        var session = new Session(Handle.NewId(), user, time.GetUtcNow(), request.Level ?? pool.AcrLevels.Lowest);
        sessions.Start(context, session);
        await response.WriteCodeAsync(context, request, session);
    }

    private Task RefuseAsync(HttpContext context) => reader.Read(context.Request.Query) switch
    {
        Refused refused => AuthorizationResponse.WriteErrorAsync(context, refused),
        Untrusted untrusted => errorPage.WriteAsync(context, untrusted.Sentence),
        var other => throw new InvalidOperationException($"No refusal for {other.GetType().Name}."),
    };

    private static string Bounded(string? text) => text is { Length: <= LongestField } ? text : "";
}
