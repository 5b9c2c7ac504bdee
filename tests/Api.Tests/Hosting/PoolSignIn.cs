using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Modular.Api.Tests.Hosting;

/// <summary>Signs a person in at the user pool as a browser and the public app client would: login page, code, PKCE.</summary>
internal static partial class PoolSignIn
{
    private const string Redirect = "http://localhost:8400/callback";

    public static async Task<JsonElement> SignInAsync(this CognitoApiHost api, string username, string password = "Passw0rd!")
    {
        var cancelled = TestContext.Current.CancellationToken;
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = true, CookieContainer = new CookieContainer() })
        {
            BaseAddress = api.Pool.BaseAddress,
        };
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        using var page = await browser.GetAsync(
            $"/oauth2/authorize?response_type=code&client_id=cli-client&redirect_uri={Uri.EscapeDataString(Redirect)}"
            + $"&scope=openid%20modular/orders.read&state=s&code_challenge_method=S256&code_challenge={challenge}",
            cancelled);
        var html = await page.TextAsync();

        var fields = Hidden.Matches(html).ToDictionary(
            field => WebUtility.HtmlDecode(field.Groups["name"].Value), field => WebUtility.HtmlDecode(field.Groups["value"].Value), StringComparer.Ordinal);
        fields["username"] = username;
        fields["password"] = password;
        var action = new Uri(page.RequestMessage!.RequestUri!, WebUtility.HtmlDecode(Action.Match(html).Groups["action"].Value));
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var form = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        if (page.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0])));
        }

        using var signedIn = await form.SendAsync(request, cancelled);
        var location = signedIn.Headers.Location ?? throw new InvalidOperationException($"No redirect but {(int)signedIn.StatusCode}.");
        var code = Code.Match(location.Query).Groups["code"].Value;

        using var exchange = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["client_id"] = "cli-client",
            ["redirect_uri"] = Redirect,
            ["code"] = Uri.UnescapeDataString(code),
            ["code_verifier"] = verifier,
        });
        using var tokens = await browser.PostAsync("/oauth2/token", exchange, cancelled);
        tokens.StatusCode.ShouldBe(HttpStatusCode.OK, await tokens.TextAsync());
        return await tokens.JsonAsync();
    }

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*name=\"(?<name>[^\"]*)\"[^>]*value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden { get; }

    [GeneratedRegex("<form[^>]*action=\"(?<action>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action { get; }

    [GeneratedRegex("[?&]code=(?<code>[^&]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
