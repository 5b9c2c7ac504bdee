using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>The part of a person's browser in a sign-in: follows redirects, keeps cookies, fills in the forms that it is shown.</summary>
internal sealed partial class ThirdPartySignIn(Uri issuer, ThirdPartyClient client)
{
    private readonly string _verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Signs the person in and consents to everything; gives the code that the client is sent.</summary>
    public async Task<string> CodeAsync(string person, string scope)
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(_verifier)));
        var location = new Uri(
            issuer,
            $"/auth?response_type=code&client_id={client.Id}&redirect_uri={Uri.EscapeDataString(client.Redirect!)}"
            + $"&scope={Uri.EscapeDataString(scope)}&code_challenge_method=S256&code_challenge={challenge}");
        FormUrlEncodedContent? form = null;
        while (location.Authority == issuer.Authority)
        {
            using var sent = form;
            using var response = sent is null ? await browser.GetAsync(location, cancelled) : await browser.PostAsync(location, sent, cancelled);
            (location, form) = response.Headers.Location is { } redirect
                ? (new Uri(location, redirect), null)
                : Fill(location, await response.TextAsync(), person);
        }

        return Code.Match(location.Query) is { Success: true } code
            ? Uri.UnescapeDataString(code.Value)
            : throw new InvalidOperationException($"The sign-in ended with {location.Query}.");
    }

    /// <summary>The client's request to the token endpoint for the code.</summary>
    public IEnumerable<KeyValuePair<string, string>> Exchange(string code) =>
    [
        new("grant_type", "authorization_code"),
        new("code", code),
        new("redirect_uri", client.Redirect!),
        new("code_verifier", _verifier),
    ];

    private static (Uri Action, FormUrlEncodedContent Fields) Fill(Uri page, string html, string person)
    {
        var action = Action.Match(html);
        action.Success.ShouldBeTrue(html);
        // The form to sign in asks for the login; the one to consent ignores it.
        return (
            new Uri(page, WebUtility.HtmlDecode(action.Value)),
            new FormUrlEncodedContent([new("prompt", Prompt.Match(html).Value), new("login", person), new("password", "Passw0rd!")]));
    }

    [GeneratedRegex("(?<=<form[^>]*action=\")[^\"]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action { get; }

    [GeneratedRegex("(?<=name=\"prompt\" value=\")[^\"]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Prompt { get; }

    [GeneratedRegex("(?<=[?&]code=)[^&]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
