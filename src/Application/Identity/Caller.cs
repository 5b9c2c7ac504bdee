namespace Modular.Application.Identity;

/// <summary>The caller of an accepted token, in our own terms: no format of a provider reaches a use case.</summary>
public sealed record Caller
{
    /// <summary>Our name of the group whose members serve customers.</summary>
    public const string StaffGroup = "staff";

    /// <summary>The provider's name in the configuration.</summary>
    public required string Provider { get; init; }

    /// <summary>The provider's canonical issuer: the same for every form of issuer that the provider uses.</summary>
    public required string Issuer { get; init; }

    /// <summary>The provider's subject (<c>sub</c>, RFC 7519 section 4.1.2). A machine's is its client id, as far as is known of Cognito.</summary>
    public required string Subject { get; init; }

    /// <summary>The app client that the token was issued to (<c>client_id</c>, RFC 9068 section 2.2).</summary>
    public required string ClientId { get; init; }

    /// <summary>A person or a machine.</summary>
    public required CallerKind Kind { get; init; }

    /// <summary>The permissions that the token's scopes grant to the client.</summary>
    public required Permissions Granted { get; init; }

    /// <summary>The prefix of a permission's name in the provider's scopes, like <c>modular/</c>; may be empty.</summary>
    public required string ScopePrefix { get; init; }

    /// <summary>Our names of the person's groups, like <see cref="StaffGroup"/>. A machine has none.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>When the person signed in (<c>auth_time</c>), if the provider says.</summary>
    public DateTimeOffset? AuthenticatedAt { get; init; }

    /// <summary>When the token was issued (<c>iat</c>), if the provider says. A refresh renews it, and not <see cref="AuthenticatedAt"/>.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>How the person signed in (<c>acr</c>, RFC 9470 section 3), in the provider's words, if it says.</summary>
    public string? Acr { get; init; }

    /// <summary>The provider's names of <see cref="Acr"/>, weakest first. A value that is not listed is weaker than all of them.</summary>
    public IReadOnlyList<string> AcrLevels { get; init; } = [];

    /// <summary>The token's id (<c>jti</c>), if it has one.</summary>
    public string? TokenId { get; init; }

    /// <summary>When the token ends (<c>exp</c>).</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The permissions of the caller: all for a machine, by group for a person.</summary>
    public Permissions Allowed =>
        Kind == CallerKind.Machine ? PermissionNames.All
        : Groups.Contains(StaffGroup, StringComparer.Ordinal) ? PermissionNames.Everybody | PermissionNames.Staff
        : PermissionNames.Everybody;

    /// <summary>
    /// The permissions of this request. A scope never gives a person more than the person has, and a group never gives a client more than
    /// it was granted.
    /// </summary>
    public Permissions Permissions => Granted & Allowed;

    /// <summary>The provider's scope for a permission, like <c>modular/orders.read</c>.</summary>
    public string ScopeOf(Permissions permission) => ScopePrefix + permission.Name();

    // Subject, issuer and token id identify a person: they stay out of every log line that prints a caller.
    /// <inheritdoc />
    public override string ToString() => $"{Kind} through {Provider}";
}
