using Microsoft.Extensions.Time.Testing;
using Modular.LocalCognito;

namespace Modular.AppClient.Tests.Figure;

/// <summary>A stand-in for Cognito, a stub of the resource server, and the app client between them.</summary>
public sealed class SignInFigure : IAsyncLifetime
{
    private LocalCognitoServer? _cognito;
    private StubApi? _api;
    private RunningAppClient? _appClient;

    internal StubApi Api => _api!;

    internal Uri AppClient => _appClient!.Address;

    internal Uri Provider => _cognito!.BaseAddress;

    /// <summary>The app client's clock; the stand-in has the system's.</summary>
    internal FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Everything the app client has logged so far.</summary>
    internal string Log => _appClient!.Log.ToString();

    public async ValueTask InitializeAsync()
    {
        _cognito = await LocalCognitoServer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        _api = await StubApi.StartAsync();
        _appClient = await RunningAppClient.StartAsync(_cognito.Issuer, _api.Address, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _appClient!.DisposeAsync();
        await _api!.DisposeAsync();
        await _cognito!.DisposeAsync();
    }

    internal Browser OpenBrowser() => new(_appClient!.Address);
}
