using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Modular.AppClient.Tests.Figure;

/// <summary>
/// A browser without scripts: cookies, redirects and forms. It reaches the app client under the address that is registered at
/// the stand-in, whichever port the app client really has, so that tests need no fixed port.
/// </summary>
internal sealed class Browser : IDisposable
{
    public const string Home = "http://localhost:5090";

    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;

    public Browser(Uri appClient) => _http = new HttpClient(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        CookieContainer = _cookies,
        ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, appClient, cancellation),
    });

    /// <summary>Every address it was at, in order, with how the server answered.</summary>
    public List<(Uri Address, HttpResponseHeaders Headers)> Journey { get; } = [];

    public CookieCollection Cookies => _cookies.GetCookies(new Uri(Home));

    public void Plant(Cookie cookie) => _cookies.Add(new Uri(Home), cookie);

    public Task<Page> OpenAsync(string address) => SendAsync(HttpMethod.Get, new Uri(new Uri(Home), address), null);

    /// <summary>Sends the page's form that leads to <paramref name="action"/>, with its hidden fields.</summary>
    public Task<Page> SubmitAsync(Page page, string action, params (string Name, string Value)[] fields)
    {
        var form = page.Form(action);
        var content = form.Hidden.Concat(fields).Select(field => KeyValuePair.Create(field.Name, field.Value));
        return SendAsync(HttpMethod.Post, new Uri(page.Address, form.Action), new FormUrlEncodedContent(content));
    }

    public Task<Page> PostAsync(string address) => SendAsync(HttpMethod.Post, new Uri(new Uri(Home), address), new FormUrlEncodedContent([]));

    public async Task<Page> SignInAsync(string username = "alice", string start = "/orders")
    {
        var login = await OpenAsync(start);
        login.Asks("password").ShouldBeTrue($"{login.Address} should be the sign-in page, but is: {login.Html}");
        return await SubmitAsync(login, "", ("username", username), ("password", "Passw0rd!"));
    }

    public void Dispose() => _http.Dispose();

    private async Task<Page> SendAsync(HttpMethod method, Uri address, HttpContent? content)
    {
        for (var redirects = 0; redirects < 10; redirects++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = content };
            using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
            Journey.Add((address, response.Headers));
            if (response.Headers.Location is not { } location)
            {
                var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                return new Page(address, response.StatusCode, response.Headers, html);
            }

            (method, address, content) = (HttpMethod.Get, new Uri(address, location), null);
        }

        throw new InvalidOperationException("More than ten redirects: " + string.Join(" → ", Journey.Select(stop => stop.Address)));
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint wanted, Uri appClient, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var isAppClient = wanted.Port == new Uri(Home).Port;
            await socket.ConnectAsync(isAppClient ? appClient.Host : wanted.Host, isAppClient ? appClient.Port : wanted.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
