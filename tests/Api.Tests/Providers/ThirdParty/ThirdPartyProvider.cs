using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Modular.Api.Tests.Hosting;
using Modular.LocalCognito.Tests.Clients;

namespace Modular.Api.Tests.Providers.ThirdParty;

/// <summary>
/// <c>oidc-provider</c>, a certified OpenID provider that knows nothing of this product, on a port of its own. It ends when the tests
/// end, however they end: its standard input ends with them.
/// </summary>
internal sealed class ThirdPartyProvider : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Providers", "ThirdParty");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Lazy<Task<string?>> Installation = new(() => NodeInstallation.EnsureAsync(Folder, CancellationToken.None));

    private readonly Process _process;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseCookies = false };

    private ThirdPartyProvider(Process process) => _process = process;

    /// <summary>The <c>iss</c> of its tokens, and where it is.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The <c>aud</c> of its tokens.</summary>
    public string Resource { get; private set; } = "";

    /// <summary>The prefix of a permission in its scopes.</summary>
    public string ScopePrefix { get; private set; } = "";

    /// <summary>Why it cannot run on this machine; null when it can. The first caller installs it.</summary>
    public static Task<string?> AbsentAsync() => Installation.Value;

    /// <param name="accessTokenFormat"><c>jwt</c> (RFC 9068) or <c>opaque</c>.</param>
    public static async Task<ThirdPartyProvider> StartAsync(string accessTokenFormat)
    {
        var start = new ProcessStartInfo(ProgramPath.Find("node")!, ["provider.js", accessTokenFormat])
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        // It warns of being a fixture; unread, the warnings would block it one day.
        process.BeginErrorReadLine();
        var provider = new ThirdPartyProvider(process);
        var description = await provider.CommandAsync("describe");
        provider.Issuer = description.Text("issuer");
        provider.Resource = description.Text("resource");
        provider.ScopePrefix = description.Text("scopePrefix");
        return provider;
    }

    /// <summary>Signs a person in through the web app's client, from the login form to the token endpoint.</summary>
    public Task<string> SignInAsync(string person, IEnumerable<string> scopes) =>
        SignInAsync(person, scopes, ThirdPartyClient.Web);

    public async Task<string> SignInAsync(string person, IEnumerable<string> scopes, ThirdPartyClient client)
    {
        var signIn = new ThirdPartySignIn(new Uri(Issuer), client);
        var code = await signIn.CodeAsync(person, $"openid {string.Join(' ', scopes)}");
        return await TokenAsync(client, signIn.Exchange(code));
    }

    /// <summary>The same, but the provider's clock is three hours behind when it issues the token: it is over when it comes.</summary>
    public async Task<string> SignInLongAgoAsync(string person, IEnumerable<string> scopes)
    {
        var signIn = new ThirdPartySignIn(new Uri(Issuer), ThirdPartyClient.Web);
        var code = await signIn.CodeAsync(person, $"openid {string.Join(' ', scopes)}");
        await SetClockAsync(TimeSpan.FromHours(-3));
        try
        {
            return await TokenAsync(ThirdPartyClient.Web, signIn.Exchange(code));
        }
        finally
        {
            await SetClockAsync(TimeSpan.Zero);
        }
    }

    /// <summary>The warehouse's own token, by <c>client_credentials</c>.</summary>
    public Task<string> MachineTokenAsync(IEnumerable<string> scopes) => TokenAsync(
        ThirdPartyClient.Machine, [new("grant_type", "client_credentials"), new("scope", string.Join(' ', scopes))]);

    /// <summary>Signs access tokens with a new key from now on; the older ones stay published.</summary>
    public Task RotateKeysAsync() => CommandAsync("rotate");

    /// <summary>Nothing listens at its address any more; keys and sessions stay.</summary>
    public Task StopAsync() => CommandAsync("close");

    /// <summary>Listens where it did before.</summary>
    public Task StartAsync() => CommandAsync("listen");

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _handler.Dispose();
    }

    private Task SetClockAsync(TimeSpan offset) =>
        CommandAsync(string.Create(CultureInfo.InvariantCulture, $"clock {(long)offset.TotalSeconds}"));

    private async Task<string> TokenAsync(ThirdPartyClient client, IEnumerable<KeyValuePair<string, string>> form)
    {
        using var http = new HttpClient(_handler, disposeHandler: false) { BaseAddress = new Uri(Issuer) };
        http.DefaultRequestHeaders.Authorization = client.Secret is null
            ? null
            : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{client.Id}:{client.Secret}")));
        using var content = new FormUrlEncodedContent(client.Secret is null ? form.Append(new("client_id", client.Id)) : form);
        using var response = await http.PostAsync("/token", content, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.TextAsync());
        return (await response.JsonAsync()).Text("access_token");
    }

    private async Task<JsonElement> CommandAsync(string command)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), limit.Token);
        await _process.StandardInput.FlushAsync(limit.Token);
        var line = await _process.StandardOutput.ReadLineAsync(limit.Token)
            ?? throw new InvalidOperationException($"The provider ended at '{command}'.");
        return JsonSerializer.Deserialize<JsonElement>(line);
    }
}
