using System.Globalization;
using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;

namespace Modular.LocalCognito.Authorize;

/// <summary>Checks an authorization request. Both <c>/oauth2/authorize</c> and <c>/login</c> read theirs here, so neither trusts the other.</summary>
internal sealed class AuthorizeRequestReader(UserPool pool)
{
    public AuthorizeReading Read(IQueryCollection query)
    {
        var sent = new Parameters(query);
        if (sent["client_id"] is not { } id || !pool.Clients.TryGetValue(id, out var client))
        {
            return new Untrusted("The application is not known to this user pool: its client_id is missing or wrong.");
        }
        // Compared whole: a prefix or a pattern would let a code leak to another site's page.
        if (sent["redirect_uri"] is not { } redirectUri || !client.RedirectUris.Contains(redirectUri, StringComparer.Ordinal))
        {
            return new Untrusted("The address to return to is not registered for this application: its redirect_uri is missing or differs.");
        }

        var refusal = Check(client, sent, out var scopes, out var prompt, out var maxAge);
        if (refusal is not null)
        {
            return new Refused(redirectUri, refusal, sent["state"]);
        }

        return new AuthorizeRequest(
            client,
            redirectUri,
            scopes,
            sent["state"],
            sent["nonce"],
            sent["code_challenge"],
            sent["resource"],
            prompt,
            maxAge,
            pool.AcrLevels.Asked(sent["acr_values"]),
            sent["login_hint"]);
    }

    private static OAuthError? Check(
        PoolClient client, Parameters sent, out IReadOnlyList<string> scopes, out Prompt prompt, out TimeSpan? maxAge)
    {
        (scopes, prompt, maxAge) = ([], Prompt.WhenNeeded, null);
        if (!sent.WellFormed)
        {
            return new OAuthError("invalid_request", "A parameter is repeated or too long.");
        }

        if (sent["response_type"] is not ("code" or "token"))
        {
            return new OAuthError("invalid_request", "response_type must be code.");
        }

        if (sent["response_type"] is "token" || !client.May(PoolClient.Code))
        {
            return new OAuthError("unauthorized_client", "The client may not use this response_type.");
        }

        if (Scopes.Choose(sent["scope"], client.Scopes) is not { } chosen)
        {
            return new OAuthError("invalid_scope", "The client may not ask for one of these scopes.");
        }

        if (CheckPkce(sent) is { } pkce)
        {
            return pkce;
        }

        if (ReadPrompt(sent["prompt"]) is not { } asked)
        {
            return new OAuthError("invalid_request", "prompt must be none, login, select_account or consent; none stands alone.");
        }

        if (!TryReadMaxAge(sent["max_age"], out maxAge))
        {
            return new OAuthError("invalid_request", "max_age must be a number of seconds.");
        }

        if (sent["resource"] is { } resource && !IsResource(resource))
        {
            return new OAuthError("invalid_request", "resource must be a URL with https, http://localhost or a custom scheme, without a fragment.");
        }

        (scopes, prompt) = (chosen, asked);
        return null;
    }

    private static OAuthError? CheckPkce(Parameters sent)
    {
        var (challenge, method) = (sent["code_challenge"], sent["code_challenge_method"]);
        if (challenge is null && method is null)
        {
            return null;
        }

        return method is "S256" && challenge is not null && Pkce.IsChallenge(challenge)
            ? null
            : new OAuthError("invalid_request", "code_challenge must come with the code_challenge_method S256.");
    }

    private static Prompt? ReadPrompt(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
    {
        null => Prompt.WhenNeeded,
        ["none"] => Prompt.Never,
        ["consent"] => Prompt.WhenNeeded,
        { Length: > 0 } several when Array.TrueForAll(several, one => one is "login" or "select_account" or "consent") => Prompt.Always,
        _ => null,
    };

    private static bool TryReadMaxAge(string? text, out TimeSpan? maxAge)
    {
        var read = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        maxAge = read ? TimeSpan.FromSeconds(seconds) : null;
        return read || text is null;
    }

    private static bool IsResource(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Fragment.Length == 0
        && (!string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) || string.Equals(uri.Host, "localhost", StringComparison.Ordinal))
        && text.Contains("://", StringComparison.Ordinal);
}
