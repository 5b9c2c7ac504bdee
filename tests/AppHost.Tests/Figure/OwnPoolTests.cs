namespace Modular.AppHost.Tests.Figure;

/// <summary>The figure with a pool file of the user's own.</summary>
public sealed class OwnPoolTests : IDisposable
{
    private const string Pool = """
        // As a person writes it.
        {
          "poolId": "eu-west-1_Ours",
          "resourceServers": [ { "identifier": "https://api.example.com", "scopes": ["orders.read", "orders.read.any"] } ],
          "clients": [
            { "id": "shop", "secret": "it's \"odd\"", "grants": ["authorization_code"], "redirectUris": ["http://localhost:5090/signin-oidc"],
              "logoutUris": ["http://localhost:5090/"], "scopes": ["openid", "profile", "https://api.example.com/orders.read"] },
            { "id": "robot", "secret": "s", "grants": ["client_credentials"], "scopes": ["https://api.example.com/orders.read.any"] },
          ],
          "users": [ { "username": "alice", "password": "Passw0rd!" }, { "username": "zoe", "password": "Passw0rd!" } ],
        }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly FreePorts _ports = FreePorts.Find();

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Its_clients_people_and_names_are_those_of_the_whole_figure()
    {
        await WriteAsync(Pool);
        await using var appHost = RunningAppHost.Start(Start("--AppHost:PoolFile=mine.json"));
        await appHost.SaysAsync("Ctrl-C stops everything.");

        appHost.Said.ShouldContain(line => line.Contains("mine.json: alice, zoe."));
        var answers = await Terminal.PasteAsync(appHost.Said);
        answers.Length.ShouldBe(2, string.Join('\n', answers));
        answers[0].Split('.').Length.ShouldBe(3, "the machine's token should be a JWT");
        answers[1].ShouldContain("\"DELIVERED\"", Case.Sensitive, "alice's orders");
        (await SignInPage.StatusAsync(_ports)).ShouldBe(200);
    }

    [Theory]
    [InlineData("--AppHost:PoolFile=none.json", "none.json' does not exist: give the path of a pool file, or leave it out for the sample pool.")]
    [InlineData("--LocalCognito:PoolFile=mine.json", "mine.json' has no client for the app client: give one a secret, the grant authorization_code and the redirect URI http://localhost:")]
    [InlineData("--AppHost:PoolFile=list.json", "list.json' must be a JSON object: copy src/LocalCognito/pool.json, and change that.")]
    [InlineData("--AppHost:PoolFile=half.json", "half.json' is not valid JSON at line 1, position 2: correct it there.")]
    [InlineData("--AppHost:PoolFile=twice.json", "twice.json' is not valid JSON: ")]
    [InlineData("--AppHost:PoolFile=.", "' cannot be read by the user '")]
    public async Task A_file_that_it_cannot_use_is_refused_with_one_sentence(string setting, string sentence)
    {
        await WriteAsync("{}");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "list.json"), "[]", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "half.json"), "{", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "twice.json"), """{"users":[],"users":[]}""", TestContext.Current.CancellationToken);
        await using var appHost = RunningAppHost.Start(Start(setting));

        var (exitCode, errors) = await appHost.EndsAsync();

        exitCode.ShouldBe(1);
        errors.ShouldStartWith($"AppHost:PoolFile '{_folder.FullName}");
        errors.ShouldContain(sentence);
        errors.Trim().ShouldNotContain("\n");
    }

    private System.Diagnostics.ProcessStartInfo Start(string setting)
    {
        var start = BuiltAppHost.Start([.. _ports.Settings, setting]);
        start.WorkingDirectory = _folder.FullName;
        return start;
    }

    private Task WriteAsync(string pool) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, "mine.json"), pool, TestContext.Current.CancellationToken);
}
