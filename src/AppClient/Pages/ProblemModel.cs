using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Modular.AppClient.Pages;

/// <summary>The page that a person sees instead of an empty answer.</summary>
[AllowAnonymous]
[ResponseCache(NoStore = true)]
internal sealed class ProblemModel : PageModel
{
    // From the route alone: binding a parameter would read the query and the form of the request that went wrong.
    public IActionResult OnGet()
    {
        var status = BrokenRequests.IsProblemPage(HttpContext)
            ? int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture)
            : StatusCodes.Status404NotFound;
        var notice = status switch
        {
            404 => Notice.NotFound,
            < 500 => Notice.Stale with { Status = status },
            _ => Notice.Broken,
        };
        return notice.Show(this);
    }
}
