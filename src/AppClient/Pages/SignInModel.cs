using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Modular.AppClient.SignIn;

namespace Modular.AppClient.Pages;

/// <summary>Sends the person to the identity provider, and from there to where they were going.</summary>
[AllowAnonymous]
internal sealed class SignInModel(ProviderMetadata provider) : PageModel
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    /// <param name="returnUrl">A page of this program.</param>
    /// <param name="again">The resource server no longer trusts the last sign-in: the provider has to ask for the password.</param>
    /// <param name="cancellationToken">Ends the wait for the provider.</param>
    public async Task<IActionResult> OnGetAsync(string? returnUrl, bool again, CancellationToken cancellationToken)
    {
        var target = Url.IsLocalUrl(returnUrl) ? InAscii(returnUrl) : "/orders";
        if (User.Identity?.IsAuthenticated == true && !again)
        {
            return LocalRedirect(target);
        }

        if (!await provider.AnswersAsync(cancellationToken))
        {
            return Notice.SignInLater(Wait, Request.Path + Request.QueryString).Show(this);
        }

        var challenge = new OpenIdConnectChallengeProperties { RedirectUri = target };
        if (again)
        {
            challenge.Prompt = "login";
        }

        return Challenge(challenge, OpenIdConnectDefaults.AuthenticationScheme);
    }

    // The value becomes a header, which takes nothing else. The rest stays as it is: a normalized address could lead to another host.
    private static string InAscii(string address) =>
        string.Concat(address.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
