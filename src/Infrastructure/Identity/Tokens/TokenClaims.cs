using System.Text.Json;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>The claims of an access token, each by its type. No claim is trusted before the signature is checked.</summary>
internal sealed record TokenClaims
{
    /// <summary>The header's <c>typ</c>.</summary>
    public required string? Type { get; init; }

    /// <summary><c>token_use</c>, which user pools write.</summary>
    public required string? Use { get; init; }

    /// <summary>The app client that the token was issued to.</summary>
    public required string? ClientId { get; init; }

    /// <summary><c>sub</c></summary>
    public required string? Subject { get; init; }

    /// <summary><c>username</c>, where only people's tokens have it; null elsewhere.</summary>
    public required string? Username { get; init; }

    /// <summary>The words of the token's scope.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The provider's groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Whether there is an <c>aud</c>, with any content.</summary>
    public required bool HasAudience { get; init; }

    /// <summary><c>aud</c></summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary><c>acr</c></summary>
    public required string? Acr { get; init; }

    /// <summary><c>jti</c></summary>
    public required string? TokenId { get; init; }

    /// <summary><c>exp</c></summary>
    public required DateTimeOffset? Expires { get; init; }

    /// <summary><c>nbf</c></summary>
    public required DateTimeOffset? NotBefore { get; init; }

    /// <summary><c>iat</c></summary>
    public required DateTimeOffset? IssuedAt { get; init; }

    /// <summary><c>auth_time</c></summary>
    public required DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>Whether the token is bound to a key (<c>cnf</c>, RFC 7800).</summary>
    public required bool IsBound { get; init; }

    /// <summary>Reads the claims.</summary>
    /// <param name="claims">A JSON object.</param>
    /// <param name="type">The header's <c>typ</c>.</param>
    /// <param name="names">How the provider names its claims.</param>
    /// <param name="wrong">The name of the first claim that is of the wrong type, when null is returned.</param>
    public static TokenClaims? Read(JsonElement claims, string? type, ClaimNames names, out string? wrong)
    {
        var reader = new ClaimReader(claims);
        var facts = new TokenClaims
        {
            Type = type,
            Use = reader.Text("token_use"),
            ClientId = reader.Text(names.ClientId),
            Subject = reader.Text("sub"),
            Username = names.Username is null ? null : reader.Text(names.Username),
            Scopes = ScopesOf(reader, names.Scopes),
            Groups = names.Groups is null ? [] : reader.TextsAt(names.Groups),
            HasAudience = claims.Has("aud"),
            Audiences = reader.Texts("aud"),
            Acr = reader.Text("acr"),
            TokenId = reader.Text("jti"),
            Expires = reader.Instant("exp"),
            NotBefore = reader.Instant("nbf"),
            IssuedAt = reader.Instant("iat"),
            AuthenticatedAt = reader.Instant("auth_time"),
            IsBound = claims.Has("cnf"),
        };
        wrong = reader.Wrong;
        return wrong is null ? facts : null;
    }

    // RFC 6749 section 3.3 has one string of words; some providers write a list.
    private static List<string> ScopesOf(ClaimReader reader, IReadOnlyList<string> names)
    {
        var all = new List<string>();
        foreach (var name in names)
        {
            foreach (var value in reader.TextsAt(name))
            {
                all.AddRange(value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            }
        }

        return all;
    }
}

/// <summary>The names of the claims that providers name differently.</summary>
/// <param name="ClientId">The client's id: <c>client_id</c> (RFC 9068 section 2.2), elsewhere <c>azp</c> or <c>cid</c>.</param>
/// <param name="Scopes">Where scopes may stand: <c>scope</c>, <c>scp</c> and others.</param>
/// <param name="Groups">The person's groups or roles; null where there are none.</param>
/// <param name="Username">The claim that only people's tokens have; null where there is none.</param>
internal sealed record ClaimNames(string ClientId, IReadOnlyList<string> Scopes, string? Groups, string? Username = null);
