namespace Modular.Infrastructure.Identity;

/// <summary>The options of every kind of provider, under <c>Identity:Providers:&lt;name&gt;</c>.</summary>
public abstract class ProviderOptions
{
    /// <summary>Which adapter this is for: <c>Cognito</c>, <c>Fake</c>, <c>Introspection</c> or <c>Oidc</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>The app clients that sign people in.</summary>
    public IList<string> ClientIds { get; } = [];

    /// <summary>The app clients that act for themselves (<c>client_credentials</c>): this list alone decides that a caller is a machine.</summary>
    public IList<string> MachineClientIds { get; } = [];

    /// <summary>How far the provider's clock may be from ours, in seconds, 0 to 60. Default: 60.</summary>
    public int ClockSkewSeconds { get; set; } = 60;

    /// <summary>
    /// Our group's name → the provider's. Ours: <c>staff</c>. Adapters whose groups are our own set a default.
    /// </summary>
    public IDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The provider's names of how a person signed in (<c>acr</c>), weakest first, like <c>urn:cognito:loa:1</c> to <c>4</c>. Empty: the
    /// provider says nothing about it.
    /// </summary>
    public IList<string> AcrLevels { get; } = [];

    /// <summary>Whether a client on neither list is a person's when <see cref="ClientIds"/> is empty: only where an audience is always checked.</summary>
    internal virtual bool OtherClientsArePeoples => false;
}
