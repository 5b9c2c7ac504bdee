using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Storage;

/// <summary>The demands on a data folder, and the sentences for one that does not meet them.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory();

    private string Folder => Path.Combine(_parent.FullName, "data");

    public void Dispose() => _parent.Delete(recursive: true);

    private async Task<string> RefusalAsync(string? folder = null)
    {
        var refused = await Should.ThrowAsync<StartRefusedException>(() => KeptPool.StartAsync(folder ?? Folder));
        return refused.Message;
    }

    /// <summary>A pool that left a code, a session and a refresh token.</summary>
    private async Task<IReadOnlyList<string>> UseAsync()
    {
        await using var pool = await KeptPool.StartAsync(Folder);
        using var browser = pool.OpenBrowser();
        using var page = await browser.SignInAsync("alice", "Passw0rd!");
        var code = Browser.Returned(page, "code")!;
        var tokens = await pool.TokensAsync(
            "web-client:web-secret", ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Browser.RedirectUri));
        using var revoked = await pool.PostAsync("oauth2/revoke", "web-client:web-secret", ("token", tokens.Text("refresh_token")));
        return [code, tokens.Text("refresh_token"), page.Header("Set-Cookie")!.Split('=', ';')[1]];
    }

    [Fact]
    public async Task Only_its_owner_may_look_into_it()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        await UseAsync();
        foreach (var folder in Directory.EnumerateDirectories(Folder, "*", SearchOption.AllDirectories).Append(Folder))
        {
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, folder);
        }

        var files = Directory.GetFiles(Folder, "*.json", SearchOption.AllDirectories);
        files.Select(file => Path.GetFileName(Path.GetDirectoryName(file))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .ShouldBe(["codes", "data", "refresh-tokens", "revoked", "sessions"]);
        foreach (var file in files)
        {
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
    }

    [Fact]
    public async Task Nothing_that_a_client_or_browser_holds_stands_in_it()
    {
        var handles = await UseAsync();
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            foreach (var handle in handles)
            {
                (file + content).ShouldNotContain(handle);
            }
        }
    }

    [Theory]
    [InlineData("", "755", "700")]
    [InlineData("", "710", "700")]
    [InlineData("keys.json", "644", "600")]
    [InlineData("keys.json", "640", "600")]
    public async Task What_others_can_read_is_refused(string name, string mode, string right)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such permissions.");
            return;
        }

        await UseAsync();
        var path = Path.Combine(Folder, name).TrimEnd('/');
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
        (await RefusalAsync()).ShouldBe($"LocalCognito:DataFolder: '{path}' is open to others, and keys lie there: chmod {right} it.");
        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(right, 8));
        await using var repaired = await KeptPool.StartAsync(Folder);
    }

    [Theory]
    [InlineData("keys.json", "")]
    [InlineData("keys.json", "null")]
    [InlineData("keys.json", "{}")]
    [InlineData("keys.json", """{"poolId":"ap-northeast-2_Modular01","access":[],"id":[],"retiredAccess":null,"retiredId":null}""")]
    [InlineData("keys.json", """{"poolId":"ap-northeast-2_Modular01","access":[{"kid":"a","pkcs8":"AAAA"}],"id":[{"kid":"b","pkcs8":"AAAA"}],"retiredAccess":null,"retiredId":null}""")]
    [InlineData("keys.json", """{"poolId":"ap-northeast-2_Modular01","access":[{"kid":"a","pkcs8":"!"}],"id":[{"kid":"b","pkcs8":"!"}],"retiredAccess":null,"retiredId":null}""")]
    [InlineData("people.json", """{"disabled":null,"signedOut":{}}""")]
    [InlineData("codes/half.json", """{"expiresAt":"2027-01-02T03:09:05+00:00","value":{"grant":""")]
    [InlineData("sessions/other.json", """{"expiresAt":"2027-01-02T03:09:05+00:00","value":{"surprise":1}}""")]
    [InlineData("refresh-tokens/empty.json", """{"expiresAt":"2027-01-02T03:09:05+00:00","value":null}""")]
    public async Task What_is_damaged_is_named(string name, string content)
    {
        await UseAsync();
        var path = Path.Combine(Folder, name);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        (await RefusalAsync()).ShouldBe($"LocalCognito:DataFolder: '{path}' is damaged: delete it, which forgets what it held, or restore it.");
        File.Delete(path);
        await using var repaired = await KeptPool.StartAsync(Folder);
    }

    [Fact]
    public async Task What_was_being_written_when_the_program_was_killed_is_cleared_away()
    {
        await UseAsync();
        var unfinished = Path.Combine(Folder, "codes", "half.json.tmp");
        await File.WriteAllTextAsync(unfinished, "{", TestContext.Current.CancellationToken);
        await using var pool = await KeptPool.StartAsync(Folder);
        File.Exists(unfinished).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_programs_cannot_share_it()
    {
        await using var first = await KeptPool.StartAsync(Folder);
        (await RefusalAsync()).ShouldBe($"LocalCognito:DataFolder '{Folder}' is used by another running program: stop that, or give each its own folder.");
    }

    [Fact]
    public async Task Another_pools_state_is_not_taken()
    {
        await UseAsync();
        var refused = await Should.ThrowAsync<StartRefusedException>(() => KeptPool.StartAsync(Folder, pool => pool["poolId"] = "eu-west-1_Other"));
        refused.Message.ShouldBe(
            "LocalCognito:DataFolder holds the state of the pool 'ap-northeast-2_Modular01', not of 'eu-west-1_Other': give each pool its own folder.");
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_refused()
    {
        var file = Path.Combine(_parent.FullName, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);
        (await RefusalAsync(file)).ShouldBe($"LocalCognito:DataFolder '{file}' is a file: give a folder, or leave it out to keep nothing.");
        var below = Path.Combine(file, "below");
        (await RefusalAsync(below)).ShouldBe(
            $"LocalCognito:DataFolder '{below}' cannot be written by the user '{Environment.UserName}': give a folder of that user, or leave it out to keep nothing.");
    }

    [Fact]
    public async Task The_owner_is_told_to_close_it_and_nobody_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The system's own folders are those of Linux.");
        // The system does not allow a change of this file's mode, not even by root.
        (await RefusalAsync("/proc/self/task")).ShouldBe(
            $"LocalCognito:DataFolder: '/proc/self/task' is open to others, and keys lie there: it belongs to another user than '{Environment.UserName}', so give a folder of that user.");
    }

    [Fact]
    public async Task A_file_in_the_place_of_one_of_its_folders_is_named()
    {
        await UseAsync();
        Directory.Delete(Path.Combine(Folder, "codes"), recursive: true);
        await File.WriteAllTextAsync(Path.Combine(Folder, "codes"), "", TestContext.Current.CancellationToken);
        (await RefusalAsync()).ShouldStartWith($"LocalCognito:DataFolder '{Folder}' cannot be used: ");
    }

    [Fact]
    public async Task A_folder_that_fails_while_running_is_an_outage_and_no_bug()
    {
        await using var pool = await KeptPool.StartAsync(Folder);
        using var browser = pool.OpenBrowser();
        Directory.Delete(Path.Combine(Folder, "sessions"), recursive: true);
        using var response = await browser.SignInAsync("alice", "Passw0rd!");
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
        response.Header("Retry-After").ShouldNotBeNull();
        response.Header("Content-Type").ShouldBe("text/html; charset=utf-8");
    }
}
