using System.Collections.Concurrent;

namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>The third party as a provider that is trusted, in either format of its access tokens.</summary>
public abstract class ThirdPartyTrust : TrustedProvider
{
    // A person who signed in for these scopes keeps the token, as an app does.
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _tokens = new(StringComparer.Ordinal);

    private ThirdPartyProvider? _provider;
    private string? _absent;

    public override string? Absent => _absent;

    public override string Issuer => Provider.Issuer;

    public override string ScopePrefix => Provider.ScopePrefix;

    /// <summary><c>jwt</c> or <c>opaque</c>.</summary>
    protected abstract string AccessTokenFormat { get; }

    /// <summary>The settings of both kinds of adapter.</summary>
    protected IReadOnlyList<(string Setting, string Value)> CommonSettings =>
    [
        ("Audiences:0", Provider.Resource),
        ("ClientIds:0", ThirdPartyClient.Web.Id),
        ("ClientIds:1", ThirdPartyClient.Phone.Id),
        ("MachineClientIds:0", ThirdPartyClient.Machine.Id),
        ("ScopePrefix", ScopePrefix),
        ("GroupsClaim", "roles"),
        ("Groups:staff", "backoffice"),
    ];

    private protected ThirdPartyProvider Provider => _provider ?? throw new InvalidOperationException("Not started yet.");

    public override string SubjectOf(string person) => person;

    public override async Task StartAsync()
    {
        if (_provider is not null)
        {
            await _provider.StartAsync();
            return;
        }

        _absent = await ThirdPartyProvider.AbsentAsync();
        if (_absent is null)
        {
            _provider = await ThirdPartyProvider.StartAsync(AccessTokenFormat);
        }
    }

    public override Task StopAsync() => Provider.StopAsync();

    public override Task<string> PersonTokenAsync(string person, params string[] permissions) => _tokens.GetOrAdd(
        $"{person} {string.Join(' ', permissions)}",
        _ => new Lazy<Task<string>>(() => Provider.SignInAsync(person, Scopes(permissions)))).Value;

    public override Task<string> MachineTokenAsync(params string[] permissions) => Provider.MachineTokenAsync(Scopes(permissions));

    public override Task<string> ExpiredTokenAsync(string person, params string[] permissions) =>
        Provider.SignInLongAgoAsync(person, Scopes(permissions));

    public override async ValueTask DisposeAsync()
    {
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}

/// <summary>Its tokens are JWTs (RFC 9068), checked against its keys.</summary>
public sealed class ThirdPartyByKeys : ThirdPartyTrust
{
    public override IReadOnlyList<(string Setting, string Value)> Settings => [("Kind", "Oidc"), ("Authority", Issuer), .. CommonSettings];

    protected override string AccessTokenFormat => "jwt";
}

/// <summary>Its tokens are opaque, and it is asked about them (RFC 7662).</summary>
public sealed class ThirdPartyByQuestion : ThirdPartyTrust
{
    public override IReadOnlyList<(string Setting, string Value)> Settings =>
    [
        ("Kind", "Introspection"),
        ("Issuer", Issuer),
        ("Endpoint", Issuer + "/token/introspection"),
        ("ClientId", ThirdPartyClient.ResourceServer.Id),
        ("ClientSecret", ThirdPartyClient.ResourceServer.Secret!),
        .. CommonSettings,
    ];

    protected override string AccessTokenFormat => "opaque";
}
