using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Modular.LocalCognito.Tests.Running;

/// <summary>A pool on a port of its own, under a clock that only the test moves. One for each test class.</summary>
public class RunningPool : IAsyncLifetime
{
    private LocalCognitoServer? _server;
    private HttpClient? _http;

    public RunningPool()
        : this(new FakeTimeProvider(new DateTimeOffset(2027, 1, 2, 3, 4, 5, TimeSpan.Zero)))
    {
    }

    protected RunningPool(FakeTimeProvider clock) => Clock = clock;

    public FakeTimeProvider Clock { get; }

    public LocalCognitoServer Server => _server ?? throw new InvalidOperationException("The pool is not running.");

    public HttpClient Http => _http ?? throw new InvalidOperationException("The pool is not running.");

    public long Now => Clock.GetUtcNow().ToUnixTimeSeconds();

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync(options =>
        {
            options.TimeProvider = Clock;
            options.EditPool = Pools.AddMore;
            Configure(options);
        });
        _http = _server.CreateClient();
    }

    /// <summary>A server for a test that needs one of its own.</summary>
    internal static Task<LocalCognitoServer> StartAsync(Action<LocalCognitoOptions>? configure = null) => LocalCognitoServer.StartAsync(
        options =>
        {
            options.NewKey = ReusedKeys.Next;
            configure?.Invoke(options);
        },
        TestContext.Current.CancellationToken);

    /// <summary>Further settings of a kind of pool.</summary>
    protected virtual void Configure(LocalCognitoOptions options)
    {
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    /// <summary>A browser with cookies of its own, without a session.</summary>
    internal Browser OpenBrowser() => new(Server.BaseAddress);

    /// <summary>Posts a form, with <c>client:secret</c> as Basic credentials unless that is null.</summary>
    internal async Task<HttpResponseMessage> PostAsync(string path, string? basic, params (string Name, string Value)[] form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (basic is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(basic)));
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    internal async Task<JsonObject> TokensAsync(string? basic, params (string Name, string Value)[] form)
    {
        using var response = await PostAsync("oauth2/token", basic, form);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.JsonAsync();
    }

    internal async Task<HttpResponseMessage> ControlAsync(string call, JsonObject body) =>
        await Http.PostAsJsonAsync($"_local/{call}", body, TestContext.Current.CancellationToken);

    internal async Task<string> MintAsync(JsonObject body)
    {
        using var response = await ControlAsync("tokens", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await response.JsonAsync()).Text("access_token");
    }

    internal async Task<HttpResponseMessage> UserInfoAsync(string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "oauth2/userInfo");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
