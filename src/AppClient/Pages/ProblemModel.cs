using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Modular.AppClient.Pages;

/// <summary>What a person sees instead of an empty answer; the request that went wrong may have had any method.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
internal sealed class ProblemModel : PageModel
{
    public IActionResult OnGet(int status) => Show(status);

    public IActionResult OnPost(int status) => Show(status);

    private IActionResult Show(int status)
    {
        var notice = status switch
        {
            400 => Notice.Stale,
            < 500 => Notice.NotFound with { Status = status },
            _ => Notice.Broken,
        };
        return notice.Show(this);
    }
}
