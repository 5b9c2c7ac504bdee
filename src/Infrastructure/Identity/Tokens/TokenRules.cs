using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Modular.Application.Identity;
using Modular.Domain;
using Modular.Domain.Customers;

namespace Modular.Infrastructure.Identity.Tokens;

/// <summary>Everything about one provider's access tokens that can be told offline, the signature aside.</summary>
internal sealed class TokenRules
{
    private readonly ProviderOptions _options;
    private readonly ClaimNames _names;
    private readonly FrozenSet<string> _people;
    private readonly FrozenSet<string> _machines;
    private readonly GroupMap _groups;
    private readonly string[] _acrLevels;
    private readonly string _scopePrefix;
    private readonly TokenRule[] _rules;

    /// <param name="provider">The name in the configuration.</param>
    /// <param name="canonicalIssuer">The issuer that customers are linked to, whichever form a token has.</param>
    /// <param name="options">The clients, groups and levels.</param>
    /// <param name="scopePrefix">The prefix of a permission's name in the provider's scopes.</param>
    /// <param name="names">How the provider names its claims.</param>
    /// <param name="form">The rules that tell an access token of this provider from its other tokens; first of all.</param>
    /// <param name="audience">The rule about the audience, checked last.</param>
    public TokenRules(
        string provider,
        string canonicalIssuer,
        ProviderOptions options,
        string scopePrefix,
        ClaimNames names,
        IEnumerable<TokenRule> form,
        Func<TokenRules, TokenRule> audience)
    {
        Provider = provider;
        CanonicalIssuer = canonicalIssuer;
        ClockSkew = TimeSpan.FromSeconds(options.ClockSkewSeconds);
        _options = options;
        _names = names;
        _scopePrefix = scopePrefix;
        _people = options.ClientIds.ToFrozenSet(StringComparer.Ordinal);
        _machines = options.MachineClientIds.ToFrozenSet(StringComparer.Ordinal);
        _groups = new GroupMap(options.Groups);
        _acrLevels = [.. options.AcrLevels];
        _rules = [.. form, .. Common(), audience(this)];
    }

    public string Provider { get; }

    public string CanonicalIssuer { get; }

    public TimeSpan ClockSkew { get; }

    public string ScopePrefix => _scopePrefix;

    /// <summary>A person's or a machine's, by the client's entry in the configuration; null for a client that is not trusted.</summary>
    public CallerKind? KindOf(string? client) =>
        client is null ? null
        : _machines.Contains(client) ? CallerKind.Machine
        : _people.Contains(client) || (_people.Count == 0 && _options.OtherClientsArePeoples) ? CallerKind.Person
        : null;

    /// <summary>The caller, if nothing but the signature is still to be checked; otherwise why not.</summary>
    /// <param name="claims">A JSON object.</param>
    /// <param name="type">The header's <c>typ</c>, for a token that has one.</param>
    /// <param name="now">The instant that counts.</param>
    /// <param name="trace">Takes down each check, also those behind the first that fails.</param>
    /// <param name="endIfUnsaid">When a token without <c>exp</c> ends; null where it must have one.</param>
    public TokenVerdict Check(JsonElement claims, string? type, DateTimeOffset now, TokenTrace? trace = null, DateTimeOffset? endIfUnsaid = null)
    {
        if (TokenClaims.Read(claims, type, _names, out var wrong) is not { } facts)
        {
            trace?.Add("claims", passed: false, "each of its own type (RFC 7519 section 4)", $"{wrong} is of the wrong type");
            return new TokenVerdict.Rejected(RejectionReason.Malformed, $"{wrong} is of the wrong type");
        }

        if (facts.Expires is null)
        {
            facts = facts with { Expires = endIfUnsaid };
        }

        TokenRule? broken = null;
        foreach (var rule in _rules)
        {
            var holds = rule.Holds(facts, now);
            trace?.Add(rule.Name, holds, rule.Expected(now), rule.Actual(facts) ?? "absent");
            broken ??= holds ? null : rule;
        }

        return broken is null ? new TokenVerdict.Accepted(CallerOf(facts)) : new TokenVerdict.Rejected(broken.Reason, broken.Detail);
    }

    /// <summary>The last instant at which the token may be accepted.</summary>
    public DateTimeOffset EndOf(Caller caller) =>
        caller.ExpiresAt > DateTimeOffset.MaxValue - ClockSkew ? DateTimeOffset.MaxValue : caller.ExpiresAt + ClockSkew;

    private static string At(DateTimeOffset instant) => instant.ToString("u", CultureInfo.InvariantCulture);

    private Caller CallerOf(TokenClaims facts)
    {
        var kind = KindOf(facts.ClientId)!.Value;
        return new Caller
        {
            Provider = Provider,
            Issuer = CanonicalIssuer,
            Subject = facts.Subject ?? facts.ClientId!,
            ClientId = facts.ClientId!,
            Kind = kind,
            Granted = Scopes.Granted(facts.Scopes, _scopePrefix),
            ScopePrefix = _scopePrefix,
            Groups = kind == CallerKind.Person ? _groups.Ours(facts.Groups) : [],
            AuthenticatedAt = facts.AuthenticatedAt,
            IssuedAt = facts.IssuedAt,
            Acr = facts.Acr,
            AcrLevels = _acrLevels,
            TokenId = facts.TokenId,
            ExpiresAt = facts.Expires!.Value,
        };
    }

    // The clock moves and not the claim: an instant at the calendar's end has no later one.
    private IEnumerable<TokenRule> Common() =>
    [
        new(
            "exp", RejectionReason.Malformed, "exp is missing",
            (facts, _) => facts.Expires is not null,
            _ => "present",
            facts => facts.Expires is null ? null : "present"),
        new(
            "sub", RejectionReason.Malformed, "sub is missing, too long, or has control characters",
            (facts, _) => facts.Subject is null
                ? KindOf(facts.ClientId) == CallerKind.Machine
                : facts.Subject.IsText(ExternalIdentity.MaxSubjectLength),
            _ => $"1 to {ExternalIdentity.MaxSubjectLength} characters, none of them control characters; a machine's may be absent",
            facts => facts.Subject),
        new(
            "exp", RejectionReason.Expired, "exp has passed",
            (facts, now) => facts.Expires is null || now - ClockSkew < facts.Expires,
            now => $"after {At(now - ClockSkew)}",
            facts => facts.Expires is { } end ? At(end) : null),
        new(
            "nbf", RejectionReason.NotYetValid, "nbf has not come",
            (facts, now) => facts.NotBefore is null || now + ClockSkew >= facts.NotBefore,
            now => $"absent, or not after {At(now + ClockSkew)}",
            facts => facts.NotBefore is { } start ? At(start) : null),
        new(
            "cnf", RejectionReason.UnprovenKey, "the token is bound to a key (cnf), and its proof is not checked here",
            (facts, _) => !facts.IsBound,
            _ => "absent",
            facts => facts.IsBound ? "present" : null),
        new(
            _names.ClientId, RejectionReason.WrongClient, "the client is neither in ClientIds nor in MachineClientIds",
            (facts, _) => KindOf(facts.ClientId) is not null,
            _ => "one of ClientIds or MachineClientIds",
            facts => facts.ClientId),
        new(
            "person or machine", RejectionReason.WrongClient, "the token is not of the kind that its client gets: person or machine",
            (facts, _) => KindOf(facts.ClientId) switch
            {
                CallerKind.Person => facts.Subject != facts.ClientId,
                CallerKind.Machine => facts.Username is null,
                _ => false,
            },
            _ => "as the client's list says: a person's sub is not its client" + (_names.Username is null ? "" : ", a machine has no username"),
            facts => KindOf(facts.ClientId) switch
            {
                CallerKind.Person when facts.Subject == facts.ClientId => "a person's client, and sub is the client",
                CallerKind.Person => "a person's client",
                CallerKind.Machine when facts.Username is not null => "a machine's client, and a username",
                CallerKind.Machine => "a machine's client",
                _ => null,
            }),
    ];
}
