using Modular.Api.Tests.Hosting;
using Modular.Api.Tests.Providers;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Suite;

/// <summary>One resource server for whole classes, as a process, and the providers that it trusts.</summary>
public abstract class SuiteHost : IAsyncLifetime
{
    private readonly IReadOnlyList<(string Name, TrustedProvider Provider)> _trusted;
    private IReadOnlyList<(string Setting, string Value)> _settings = [];
    private ApiNode? _api;

    private protected SuiteHost(params IReadOnlyList<(string Name, TrustedProvider Provider)> trusted) => _trusted = trusted;

    internal ApiNode Api => _api ?? throw new InvalidOperationException("Not started yet.");

    /// <summary>The settings of the server's database; none for one of its own on SQLite.</summary>
    private protected virtual IEnumerable<(string Setting, string Value)> Database => [];

    /// <summary>Why it cannot run on this machine; null when it can.</summary>
    private protected virtual string? Absent => _trusted.Select(trusted => trusted.Provider.Absent).FirstOrDefault(absent => absent is not null);

    public virtual async ValueTask InitializeAsync()
    {
        await Task.WhenAll(_trusted.Select(trusted => trusted.Provider.StartAsync()));
        if (Absent is null)
        {
            _settings = [.. TrustedProvider.Trusting(_trusted), .. Database];
            _api = await StartNodeAsync();
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        foreach (var (_, provider) in _trusted)
        {
            await provider.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The trusted providers. Skips the test where one of them, or the database, cannot run; fails it where nothing may be skipped.</summary>
    internal IReadOnlyList<TrustedProvider> Providers()
    {
        if (Absent is { } absent)
        {
            AbsentClients.Report(absent, AbsentClients.ContinuousIntegration);
        }

        return [.. _trusted.Select(trusted => trusted.Provider)];
    }

    /// <summary>One more resource server of the same configuration, which has asked no provider anything yet.</summary>
    internal Task<ApiNode> StartNodeAsync() => ApiNode.StartAsync(_settings);
}

/// <summary>One provider.</summary>
public sealed class SuiteHost<TProvider>() : SuiteHost(("main", new TProvider()))
    where TProvider : TrustedProvider, new();

/// <summary>Two providers side by side, as during a move.</summary>
public sealed class SuiteHost<TFirst, TSecond>() : SuiteHost(("first", new TFirst()), ("second", new TSecond()))
    where TFirst : TrustedProvider, new()
    where TSecond : TrustedProvider, new();
