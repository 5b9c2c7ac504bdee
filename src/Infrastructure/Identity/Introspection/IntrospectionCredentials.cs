using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Modular.Infrastructure.Identity.Introspection;

/// <summary>Our credentials at the introspection endpoint (RFC 6749 section 2.3.1).</summary>
internal sealed class IntrospectionCredentials
{
    /// <summary>In the header, each of the two encoded as a form field before both are encoded as Basic.</summary>
    public const string Basic = "client_secret_basic";

    /// <summary>In the body.</summary>
    public const string Post = "client_secret_post";

    private readonly AuthenticationHeaderValue? _header;
    private readonly KeyValuePair<string, string>[] _fields;

    public IntrospectionCredentials(IntrospectionOptions options)
    {
        var (id, secret) = (options.ClientId!, options.ClientSecret!);
        if (options.ClientAuthentication == Post)
        {
            _fields = [new("client_id", id), new("client_secret", secret)];
            return;
        }

        _fields = [];
        _header = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{WebUtility.UrlEncode(id)}:{WebUtility.UrlEncode(secret)}")));
    }

    /// <summary>The methods that there are, by the names of OpenID Connect Core 1.0, section 9.</summary>
    public static IReadOnlyList<string> Known { get; } = [Basic, Post];

    /// <summary>The request that asks about a token.</summary>
    public HttpRequestMessage Ask(Uri address, string token) => new(HttpMethod.Post, address)
    {
        Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token"), .. _fields]),
        Headers = { Authorization = _header },
    };
}
