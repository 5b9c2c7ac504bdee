namespace Modular.Api.Tests.Providers;

/// <summary>
/// An identity provider that a resource server is told to trust: the settings that say so, and how people and machines get its
/// tokens. Permissions are named as the product names them; none named means every one that there is.
/// </summary>
public abstract class TrustedProvider : IAsyncDisposable
{
    private static IReadOnlyList<string> People { get; } = ["alice", "bob", "carol"];

    /// <summary>Why it cannot run on this machine; null when it can.</summary>
    public virtual string? Absent => null;

    /// <summary>The <c>iss</c> of its tokens.</summary>
    public abstract string Issuer { get; }

    /// <summary>The prefix of a permission in its scopes.</summary>
    public abstract string ScopePrefix { get; }

    /// <summary>The resource server's settings for it, below <c>Identity:Providers:&lt;name&gt;</c>.</summary>
    public abstract IReadOnlyList<(string Setting, string Value)> Settings { get; }

    /// <summary>The subject of alice, bob or carol here.</summary>
    public abstract string SubjectOf(string person);

    /// <summary>Starts it, unless it runs; again where it was before.</summary>
    public abstract Task StartAsync();

    /// <summary>Takes it off the network: nothing listens at its address any more.</summary>
    public abstract Task StopAsync();

    public abstract Task<string> PersonTokenAsync(string person, params string[] permissions);

    public abstract Task<string> MachineTokenAsync(params string[] permissions);

    /// <summary>A genuine token whose time is over.</summary>
    public abstract Task<string> ExpiredTokenAsync(string person, params string[] permissions);

    public abstract ValueTask DisposeAsync();

    /// <summary>Everything that a resource server needs to trust these, and to know the sample people by each of them.</summary>
    public static IReadOnlyList<(string Setting, string Value)> Trusting(params IReadOnlyList<(string Name, TrustedProvider Provider)> providers) =>
    [
        .. providers.SelectMany(trusted => trusted.Provider.TrustedAs(trusted.Name)),
        .. providers.SelectMany(_ => People, (trusted, person) => (trusted.Provider, Person: person)).SelectMany((identity, i) => new[]
        {
            ($"SampleData:Identities:{i}:Person", identity.Person),
            ($"SampleData:Identities:{i}:Issuer", identity.Provider.Issuer),
            ($"SampleData:Identities:{i}:Subject", identity.Provider.SubjectOf(identity.Person)),
        }),
    ];

    /// <summary>The settings with which a resource server trusts it, under that name, and no other provider.</summary>
    public IEnumerable<(string Setting, string Value)> TrustedAs(string name) =>
        Settings.Select(setting => ($"Identity:Providers:{name}:{setting.Setting}", setting.Value));

    /// <summary>The scopes of these permissions, of all if none is named.</summary>
    protected IReadOnlyList<string> Scopes(string[] permissions) =>
        [.. (permissions.Length > 0 ? permissions : [.. Application.Identity.PermissionNames.Known]).Select(permission => ScopePrefix + permission)];
}
