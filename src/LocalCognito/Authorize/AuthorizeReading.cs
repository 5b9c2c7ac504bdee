using Modular.LocalCognito.Grants;
using Modular.LocalCognito.Http;
using Modular.LocalCognito.Pool;
using Modular.LocalCognito.Sessions;
using Modular.LocalCognito.Storage;

namespace Modular.LocalCognito.Authorize;

/// <summary>The result of reading an authorization request: one of the three below.</summary>
internal abstract record AuthorizeReading;

/// <summary>The client or its redirect URI cannot be trusted, so the browser stays here with an error page.</summary>
internal sealed record Untrusted(string Sentence) : AuthorizeReading;

/// <summary>The client is told, at its registered redirect URI.</summary>
internal sealed record Refused(string RedirectUri, OAuthError Error, string? State) : AuthorizeReading;

internal sealed record AuthorizeRequest(
    PoolClient Client,
    string RedirectUri,
    IReadOnlyList<string> Scopes,
    string? State,
    string? Nonce,
    string? CodeChallenge,
    string? Resource,
    Prompt Prompt,
    TimeSpan? MaxAge,
    AcrLevel? Level,
    string? LoginHint) : AuthorizeReading
{
    /// <summary>The grant of this session's sign-in to the client.</summary>
    public SignInGrant GrantBy(Session session) => new(
        Client, session.User, Scopes, session.AuthTime, session.Level, Handle.NewId(), Handle.NewId(), Nonce, Resource);

    /// <summary>Cognito allows it. Without a secret and without PKCE, nothing protects the code (RFC 9700, 2.1.1).</summary>
    public bool IsUnprotected => Client.Secret is null && CodeChallenge is null;
}

internal enum Prompt
{
    WhenNeeded,
    Never,
    Always,
}
