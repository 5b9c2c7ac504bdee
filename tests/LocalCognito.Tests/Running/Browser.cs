using System.Net;
using System.Text.RegularExpressions;
using System.Web;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>Does what a person's browser does: keeps cookies, fills in the form that it was shown. It follows redirects only on demand.</summary>
internal sealed partial class Browser(Uri baseAddress) : IDisposable
{
    public const string RedirectUri = "http://localhost:5090/signin-oidc";

    private readonly HttpClient _http =
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = baseAddress };

    /// <summary>The query of a good request of web-client; parameters replace or add to it, null removes one.</summary>
    public static string Query(params (string Name, string? Value)[] changes)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = "web-client",
            ["redirect_uri"] = RedirectUri,
            ["response_type"] = "code",
            ["scope"] = "openid email modular/orders.read",
            ["state"] = "the-state",
        };
        foreach (var (name, value) in changes)
        {
            query[name] = value;
        }

        return string.Join('&', query.Where(item => item.Value is not null).Select(item => $"{item.Key}={Uri.EscapeDataString(item.Value!)}"));
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _http.GetAsync(path, TestContext.Current.CancellationToken);

    public Task<HttpResponseMessage> AuthorizeAsync(params (string Name, string? Value)[] changes) => GetAsync($"oauth2/authorize?{Query(changes)}");

    /// <summary>Opens the login page, and sends its form.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string username, string password, params (string Name, string? Value)[] changes)
    {
        using var page = await GetAsync($"login?{Query(changes)}");
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await SubmitAsync(await page.TextAsync(), username, password);
    }

    public async Task<HttpResponseMessage> SubmitAsync(string page, string username, string password)
    {
        var fields = HiddenField().Matches(page)
            .Select(match => KeyValuePair.Create(Decode(match.Groups["name"]), Decode(match.Groups["value"])))
            .Append(KeyValuePair.Create("username", username))
            .Append(KeyValuePair.Create("password", password));
        using var form = new FormUrlEncodedContent(fields);
        return await _http.PostAsync(Decode(Action().Match(page).Groups["action"]), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Signs in, and gives the code that the client would get.</summary>
    public async Task<string> CodeAsync(string username, params (string Name, string? Value)[] changes)
    {
        using var response = await SignInAsync(username, "Passw0rd!", changes);
        return Returned(response, "code") ?? throw new InvalidOperationException("There is no code.");
    }

    /// <summary>A parameter that a redirect hands to the client.</summary>
    public static string? Returned(HttpResponseMessage response, string name)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        return HttpUtility.ParseQueryString(response.Headers.Location!.Query)[name];
    }

    public void Dispose() => _http.Dispose();

    private static string Decode(Group group) => WebUtility.HtmlDecode(group.Value);

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenField();

    [GeneratedRegex("""<form method="post" action="(?<action>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Action();
}
