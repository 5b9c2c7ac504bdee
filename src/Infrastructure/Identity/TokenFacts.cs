using System.Text.Json;

namespace Modular.Infrastructure.Identity;

/// <summary>What an access token says, each claim by its type. Nobody vouches for any of it before the signature is checked.</summary>
internal sealed record TokenFacts
{
    /// <summary>The header's <c>typ</c>.</summary>
    public required string? Type { get; init; }

    /// <summary><c>token_use</c>, which user pools write.</summary>
    public required string? Use { get; init; }

    /// <summary>The app client that the token was issued to.</summary>
    public required string? ClientId { get; init; }

    /// <summary><c>sub</c></summary>
    public required string? Subject { get; init; }

    /// <summary><c>username</c>, which only people's tokens have.</summary>
    public required string? Username { get; init; }

    /// <summary>The words of the token's scope.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The provider's groups.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>Whether there is an <c>aud</c>, of whatever content.</summary>
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

    /// <summary>Reads the claims; null when one is of the wrong type.</summary>
    public static TokenFacts? Read(JsonElement claims, string? type, ClaimNames names) =>
        claims.TryGetString("token_use", out var use)
        && claims.TryGetString(names.ClientId, out var client)
        && claims.TryGetString("sub", out var subject)
        && claims.TryGetString("username", out var username)
        && claims.TryGetString("acr", out var acr)
        && claims.TryGetString("jti", out var tokenId)
        && claims.TryGetStrings("aud", out var audiences)
        && TryReadScopes(claims, names, out var scopes)
        && TryReadGroups(claims, names.Groups, out var groups)
        && claims.TryGetInstant("exp", out var expires)
        && claims.TryGetInstant("nbf", out var notBefore)
        && claims.TryGetInstant("iat", out var issued)
        && claims.TryGetInstant("auth_time", out var authenticated)
            ? new TokenFacts
            {
                Type = type,
                Use = use,
                ClientId = client,
                Subject = subject,
                Username = username,
                Scopes = scopes,
                Groups = groups,
                HasAudience = claims.TryGetProperty("aud", out _),
                Audiences = audiences,
                Acr = acr,
                TokenId = tokenId,
                Expires = expires,
                NotBefore = notBefore,
                IssuedAt = issued,
                AuthenticatedAt = authenticated,
                IsBound = claims.TryGetProperty("cnf", out _),
            }
            : null;

    // RFC 6749 section 3.3 has one string of words; some providers write a list.
    private static bool TryReadScopes(JsonElement claims, ClaimNames names, out IReadOnlyList<string> scopes)
    {
        var all = new List<string>();
        scopes = all;
        foreach (var name in names.Scopes)
        {
            if (!claims.TryGetStrings(name, out var values))
            {
                return false;
            }

            all.AddRange(values.SelectMany(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        }

        return true;
    }

    // The claim of exactly this name, else along its dots: realm_access.roles.
    private static bool TryReadGroups(JsonElement claims, string? name, out IReadOnlyList<string> groups)
    {
        groups = [];
        if (name is null || claims.TryGetProperty(name, out _))
        {
            return name is null || claims.TryGetStrings(name, out groups);
        }

        var parts = name.Split('.');
        foreach (var part in parts.SkipLast(1))
        {
            if (claims.ValueKind != JsonValueKind.Object || !claims.TryGetProperty(part, out claims))
            {
                return true;
            }
        }

        return claims.ValueKind != JsonValueKind.Object || claims.TryGetStrings(parts[^1], out groups);
    }
}

/// <summary>The names of the claims that providers name differently.</summary>
/// <param name="ClientId">The client's id: <c>client_id</c> (RFC 9068 section 2.2), elsewhere <c>azp</c> or <c>cid</c>.</param>
/// <param name="Scopes">Where scopes may stand: <c>scope</c>, <c>scp</c>.</param>
/// <param name="Groups">The person's groups or roles; null where there are none.</param>
internal sealed record ClaimNames(string ClientId, IReadOnlyList<string> Scopes, string? Groups);
