using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Modular.AppClient.Pages;

/// <summary>The page after a sign-in that was cancelled, has expired or was tampered with.</summary>
[AllowAnonymous]
internal sealed class SignInFailedModel : PageModel
{
    public IActionResult OnGet() => Notice.SignInFailed.Show(this);
}
