using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Modular.AppClient.Pages;

/// <summary>A page that names a problem and the person's next step, without internal details.</summary>
/// <param name="Status">The HTTP status it is sent with.</param>
/// <param name="Title">The problem, in a few words.</param>
/// <param name="Text">Its consequence for the person.</param>
/// <param name="Action">The label of the way on.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="RetryAfter">When the page tries again by itself.</param>
internal sealed record Notice(int Status, string Title, string Text, string Action, string Href, TimeSpan? RetryAfter = null)
{
    public static Notice SignInAgain { get; } = new(
        401,
        "Please sign in again",
        "Your session has ended. Sign in again to see your orders.",
        "Sign in again",
        "/sign-in?again=true&returnUrl=/orders");

    public static Notice NotAllowed { get; } = new(
        403,
        "You may not see this",
        "Your account is not allowed to see these orders. If you think it should be, please ask the people who run this shop.",
        "Back to the start page",
        "/");

    public static Notice SignInFailed { get; } = new(
        400,
        "Signing in did not work",
        "The sign-in was cancelled or took too long. Nothing has happened to your account.",
        "Try to sign in again",
        "/sign-in");

    public static Notice NotFound { get; } = new(
        404, "There is no such page", "The address may be mistyped, or the page has moved.", "Back to the start page", "/");

    public static Notice Stale { get; } = new(
        400, "That did not go through", "The page you came from was open for too long. Please start again.", "Back to the start page", "/");

    public static Notice Broken { get; } = new(
        500, "Something went wrong on our side", "It has been noted. Please try again in a moment.", "Back to the start page", "/");

    public static Notice OrdersLater(TimeSpan wait) => new(
        503,
        "Your orders cannot be shown right now",
        "They are safe, but the part of the shop that holds them does not answer at the moment.",
        "Try again now",
        "/orders",
        wait);

    public static Notice SignInLater(TimeSpan wait, string retry) => new(
        503, "Signing in is not possible right now", "The sign-in service does not answer at the moment.", "Try again now", retry, wait);

    public static string InWords(TimeSpan wait) => Seconds(wait) == 1 ? "1 second" : $"{Seconds(wait)} seconds";

    /// <summary>This notice as the answer to the request.</summary>
    public IActionResult Show(PageModel page)
    {
        var headers = page.Response.Headers;
        if (RetryAfter is { } wait)
        {
            headers.RetryAfter = $"{Seconds(wait)}";
            headers["Refresh"] = $"{Seconds(wait)}";
        }

        return new ViewResult
        {
            StatusCode = Status,
            ViewName = nameof(Notice),
            ViewData = new ViewDataDictionary<Notice>(page.MetadataProvider, page.ModelState) { Model = this },
        };
    }

    private static int Seconds(TimeSpan wait) => (int)Math.Ceiling(wait.TotalSeconds);
}
