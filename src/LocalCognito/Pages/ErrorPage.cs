namespace Modular.LocalCognito.Pages;

/// <summary>Says why a request goes nowhere, without showing any of it.</summary>
internal sealed class ErrorPage(PageLayout layout)
{
    public Task WriteAsync(HttpContext context, string sentence, int status = StatusCodes.Status400BadRequest) => layout.WriteAsync(
        context,
        status,
        "This sign-in cannot go on",
        Html.Of($"""
            <main class="card">
            <div class="mark" aria-hidden="true"></div>
            <h1>This sign-in cannot go on</h1>
            <p class="lead">{sentence}</p>
            <p class="hint">Go back to the application and try again. If it stays like this, its registration in the user pool needs a look.</p>
            </main>
            """));
}
