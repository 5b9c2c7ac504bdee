using Modular.LocalCognito.Authorize;
using Modular.LocalCognito.Pages;

namespace Modular.LocalCognito.Login;

internal sealed class LoginPage(PageLayout layout, AntiForgery antiForgery)
{
    /// <summary>The message explains the failure of the last attempt: the same for an unknown name as for a wrong password.</summary>
    public Task WriteAsync(HttpContext context, int status, AuthorizeRequest request, string? username, string? message)
    {
        var alert = message is null ? Html.Empty : Html.Of($"""<p class="alert" role="alert" id="problem">{message}</p>""");
        var described = message is null ? Html.Empty : Html.Of($""" aria-invalid="true" aria-describedby="problem" """);
        var unprotected = request.IsUnprotected
            ? Html.Of($"""
                <p class="hint" role="note">This application is public and signs in without PKCE. Cognito allows that, but nothing protects its code: let it send
                <code>code_challenge</code> and <code>code_challenge_method=S256</code>.</p>
                """)
            : Html.Empty;
        var (focusName, focusPassword) = string.IsNullOrEmpty(username)
            ? (Html.Of($" autofocus"), Html.Empty)
            : (Html.Empty, Html.Of($" autofocus"));
        var body = Html.Of($"""
            <main class="card">
            <div class="mark" aria-hidden="true"></div>
            <h1>Sign in</h1>
            <p class="lead">to continue to <strong>{request.Client.Id}</strong></p>
            {unprotected}
            {alert}
            <form method="post" action="/login{context.Request.QueryString.Value}">
            <input type="hidden" name="{AntiForgery.Field}" value="{antiForgery.Token(context)}">
            <label for="username">Username</label>
            <input id="username" name="username" type="text" value="{username}" required maxlength="256" autocomplete="username" autocapitalize="none" spellcheck="false"{described}{focusName}>
            <label for="password">Password</label>
            <input id="password" name="password" type="password" required maxlength="256" autocomplete="current-password"{described}{focusPassword}>
            <button type="submit">Sign in</button>
            </form>
            </main>
            """);
        return layout.WriteAsync(context, status, "Sign in", body, request.RedirectUri);
    }
}
