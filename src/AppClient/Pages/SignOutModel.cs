using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Modular.AppClient.SignIn;

namespace Modular.AppClient.Pages;

/// <summary>Ends the session here, then the one at the identity provider, which sends the person back to the start page.</summary>
[AllowAnonymous]
internal sealed class SignOutModel(ProviderMetadata provider) : PageModel
{
    // A link on another site must not sign a person out.
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Redirect(await provider.LogoutRedirectAsync($"{Request.Scheme}://{Request.Host}/", cancellationToken));
    }
}
