using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Modular.AppClient.Pages;

/// <summary>Where somebody lands whose sign-in was cancelled, expired or tampered with.</summary>
[AllowAnonymous]
internal sealed class SignInFailedModel : PageModel
{
    public IActionResult OnGet() => Notice.SignInFailed.Show(this);
}
