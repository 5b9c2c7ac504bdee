using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Modular.Infrastructure.Tests.Identity;

/// <summary>An introspection endpoint, answered in this process: it knows the tokens that it was told of.</summary>
internal sealed class IntrospectionStub : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    /// <summary>Method, address, decoded credentials and body of each request.</summary>
    public List<(string Method, string Address, string Credentials, string Body)> Asked { get; } = [];

    /// <summary>The answer in place of the usual one.</summary>
    public Func<HttpResponseMessage>? Instead { get; set; }

    public void Know(string token, string answer) => _known[token] = answer;

    public void Forget(string token) => _known.TryRemove(token, out _);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        lock (Asked)
        {
            Asked.Add((
                request.Method.Method,
                request.RequestUri!.AbsoluteUri,
                Encoding.UTF8.GetString(Convert.FromBase64String(request.Headers.Authorization?.Parameter ?? "")),
                body));
        }

        if (Instead is { } instead)
        {
            return instead();
        }

        var token = WebUtility.UrlDecode(body.Split('&')[0]["token=".Length..]);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(_known.GetValueOrDefault(token, """{"active":false}""")) };
    }
}
