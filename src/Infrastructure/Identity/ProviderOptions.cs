using Modular.Application.Identity;

namespace Modular.Infrastructure.Identity;

/// <summary>What every kind of provider is configured with, under <c>Identity:Providers:&lt;name&gt;</c>.</summary>
public abstract class ProviderOptions
{
    /// <summary>Which adapter this is for: <c>Cognito</c> or <c>Fake</c>.</summary>
    public string? Kind { get; set; }

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
}

/// <summary>What every user pool's access tokens are checked against.</summary>
public abstract class PoolOptions : ProviderOptions
{
    /// <summary>By default the pool's group <c>staff</c> is our <c>staff</c>.</summary>
    protected PoolOptions() => Groups[Caller.StaffGroup] = Caller.StaffGroup;

    /// <summary>The app clients that sign people in. Tokens of any other client are refused.</summary>
    public IList<string> ClientIds { get; } = [];

    /// <summary>The app clients that act for themselves (<c>client_credentials</c>).</summary>
    public IList<string> MachineClientIds { get; } = [];

    /// <summary>
    /// The identifier of our resource server in the pool, like <c>modular</c>; it stands before the permission in each scope
    /// (<c>modular/orders.read</c>).
    /// </summary>
    public string? ResourceServer { get; set; }

    /// <summary>
    /// The resource that people's tokens must be bound to (<c>aud</c>, RFC 8707), if the app client asks for it. Without it, an
    /// <c>aud</c> that is present must be the token's own client id.
    /// </summary>
    public string? Audience { get; set; }
}
