using System.Collections.Frozen;
using Modular.Application.Identity;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity;

/// <summary>
/// The offline rules for access tokens of a user pool, all but the signature: who may have issued them, to whom, for what, and
/// until when. Sources: RFC 8725, RFC 9068 and the pages on access tokens of the Amazon Cognito developer guide.
/// </summary>
internal sealed class PoolTokenRules
{
    public required string Provider { get; init; }

    public required string CanonicalIssuer { get; init; }

    /// <summary>Clients that sign people in.</summary>
    public required FrozenSet<string> People { get; init; }

    /// <summary>Clients that act for themselves.</summary>
    public required FrozenSet<string> Machines { get; init; }

    public required string ScopePrefix { get; init; }

    public required string? Audience { get; init; }

    public required TimeSpan ClockSkew { get; init; }

    public required GroupMap Groups { get; init; }

    public required IReadOnlyList<string> AcrLevels { get; init; }

    /// <summary>The rules of a pool as it is configured.</summary>
    public static PoolTokenRules Of(string provider, string canonicalIssuer, PoolOptions options) => new()
    {
        Provider = provider,
        CanonicalIssuer = canonicalIssuer,
        People = options.ClientIds.ToFrozenSet(StringComparer.Ordinal),
        Machines = options.MachineClientIds.ToFrozenSet(StringComparer.Ordinal),
        ScopePrefix = options.ResourceServer + "/",
        Audience = options.Audience,
        ClockSkew = TimeSpan.FromSeconds(options.ClockSkewSeconds),
        Groups = new GroupMap(options.Groups),
        AcrLevels = [.. options.AcrLevels],
    };

    /// <summary>The caller, if nothing but the signature is still to be checked; otherwise why not.</summary>
    public TokenVerdict Check(Jwt token, DateTimeOffset now)
    {
        var claims = token.Claims;
        if (!claims.TryGetString("token_use", out var use)
            || !claims.TryGetString("client_id", out var client)
            || !claims.TryGetString("sub", out var subject)
            || !claims.TryGetString("scope", out var scope)
            || !claims.TryGetString("jti", out var tokenId)
            || !claims.TryGetString("username", out var username)
            || !claims.TryGetString("acr", out var acr)
            || !claims.TryGetStrings("aud", out var audiences)
            || !claims.TryGetStrings("cognito:groups", out var groups)
            || !claims.TryGetInstant("exp", out var expires)
            || !claims.TryGetInstant("nbf", out var notBefore)
            || !claims.TryGetInstant("iat", out var issued)
            || !claims.TryGetInstant("auth_time", out var authenticated))
        {
            return Reject(RejectionReason.Malformed, "a claim is of the wrong type");
        }

        if (use != "access")
        {
            return Reject(RejectionReason.WrongUse, "token_use is not access");
        }

        if (expires is null || string.IsNullOrWhiteSpace(subject) || subject.Length > ExternalIdentity.MaxSubjectLength)
        {
            return Reject(RejectionReason.Malformed, "exp or sub is missing, or sub is too long");
        }

        // The clock moves and not the claim: an instant at the calendar's end has no later one.
        if (now - ClockSkew >= expires)
        {
            return Reject(RejectionReason.Expired, "exp has passed");
        }

        if (notBefore is not null && now + ClockSkew < notBefore)
        {
            return Reject(RejectionReason.NotYetValid, "nbf has not come");
        }

        if (claims.TryGetProperty("cnf", out _))
        {
            return Reject(RejectionReason.UnprovenKey, "the token is bound to a key (cnf), and its proof is not checked here");
        }

        if (KindOf(client) is not { } kind)
        {
            return Reject(RejectionReason.WrongClient, "client_id is neither in ClientIds nor in MachineClientIds");
        }

        if (kind == CallerKind.Person ? subject == client : username is not null)
        {
            return Reject(RejectionReason.WrongClient, "the token is not of the kind that its client gets: person or machine");
        }

        if (!IsMeantForUs(kind, client!, claims.TryGetProperty("aud", out _), audiences))
        {
            return Reject(RejectionReason.WrongAudience, "aud is not this resource server's");
        }

        return new TokenVerdict.Accepted(new Caller
        {
            Provider = Provider,
            Issuer = CanonicalIssuer,
            Subject = subject,
            ClientId = client!,
            Kind = kind,
            Granted = Scopes.Granted(scope, ScopePrefix),
            ScopePrefix = ScopePrefix,
            Groups = kind == CallerKind.Person ? Groups.Ours(groups) : [],
            AuthenticatedAt = authenticated,
            IssuedAt = issued,
            Acr = acr,
            AcrLevels = AcrLevels,
            TokenId = tokenId,
            ExpiresAt = expires.Value,
        });
    }

    private static TokenVerdict.Rejected Reject(RejectionReason reason, string detail) => new(reason, detail);

    private CallerKind? KindOf(string? client) =>
        client is null ? null
        : People.Contains(client) ? CallerKind.Person
        : Machines.Contains(client) ? CallerKind.Machine
        : null;

    // Cognito leaves aud out, sets the bound resource (RFC 8707), or a trigger of the pool sets the client id.
    private bool IsMeantForUs(CallerKind kind, string client, bool hasAudience, IReadOnlyList<string> audiences)
    {
        if (Audience is not null && (kind == CallerKind.Person || hasAudience))
        {
            return audiences.Contains(Audience, StringComparer.Ordinal)
                || (kind == CallerKind.Machine && audiences.Contains(client, StringComparer.Ordinal));
        }

        return !hasAudience || audiences.Contains(client, StringComparer.Ordinal);
    }
}
