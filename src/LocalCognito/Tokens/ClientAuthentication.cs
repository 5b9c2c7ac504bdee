using System.Net;
using System.Security.Cryptography;
using System.Text;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Tokens;

/// <summary>Authenticates the client: <c>client_secret_basic</c>, <c>client_secret_post</c>, or just <c>client_id</c> for a public client.</summary>
internal sealed class ClientAuthentication(UserPool pool)
{
    private const string Scheme = "Basic ";

    public Outcome<PoolClient> Authenticate(HttpContext context, Parameters form)
    {
        if (context.Request.Headers.Authorization is not [{ } header])
        {
            return Check(form["client_id"], form["client_secret"]) ?? (Outcome<PoolClient>)OAuthError.InvalidClient;
        }
        // One method per request (RFC 6749, 2.3).
        if (form["client_secret"] is not null)
        {
            return OAuthError.InvalidRequest;
        }

        if (FromBasic(header) is not { } client)
        {
            return OAuthError.InvalidClient;
        }

        return form["client_id"] is { } id && !string.Equals(id, client.Id, StringComparison.Ordinal) ? OAuthError.InvalidRequest : client;
    }

    private PoolClient? FromBasic(string header)
    {
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || Decode(header[Scheme.Length..].Trim()) is not { } credentials)
        {
            return null;
        }

        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return null;
        }

        var (id, secret) = (credentials[..colon], credentials[(colon + 1)..]);
        // RFC 6749 (2.3.1) has both form-encoded first; many clients leave that out.
        return Check(id, secret) ?? Check(WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret));
    }

    private PoolClient? Check(string? id, string? secret)
    {
        if (id is null || !pool.Clients.TryGetValue(id, out var client))
        {
            return null;
        }

        return client.Secret is null
            ? secret is null ? client : null
            : secret is not null && Same(client.Secret, secret) ? client : null;
    }

    // Hashed first, so that not even the length can be timed.
    private static bool Same(string expected, string given) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));

    private static string? Decode(string base64)
    {
        // Some clients leave the padding out.
        var digits = base64.TrimEnd('=');
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(digits.PadRight((digits.Length + 3) / 4 * 4, '=')));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
