using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Suite;

/// <summary>One resource server for a whole class, as a process, and the provider that it trusts.</summary>
public sealed class SuiteHost<TProvider> : IAsyncLifetime
    where TProvider : TrustedProvider, new()
{
    private readonly TProvider _provider = new();
    private IReadOnlyList<(string Setting, string Value)> _trusted = [];
    private ApiNode? _api;

    /// <summary>Skips the test where the provider cannot run; fails it where nothing may be skipped.</summary>
    internal TProvider Provider
    {
        get
        {
            if (_provider.Absent is { } absent)
            {
                AbsentClients.Report(absent, AbsentClients.ContinuousIntegration);
            }

            return _provider;
        }
    }

    internal ApiNode Api => _api ?? throw new InvalidOperationException("Not started yet.");

    public async ValueTask InitializeAsync()
    {
        await _provider.StartAsync();
        if (_provider.Absent is null)
        {
            _trusted = [.. _provider.Trusted()];
            _api = await StartNodeAsync();
        }
    }

    /// <summary>One more resource server of the same configuration, which has asked the provider nothing yet.</summary>
    internal Task<ApiNode> StartNodeAsync() => ApiNode.StartAsync(_trusted);

    public async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        await _provider.DisposeAsync();
    }
}
