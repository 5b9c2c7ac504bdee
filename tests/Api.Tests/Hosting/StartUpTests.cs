namespace Modular.Api.Tests.Hosting;

/// <summary>Wrong configuration, each tried as a real process: one sentence, an exit code, no stack trace.</summary>
public sealed class StartUpTests : IDisposable
{
    private static readonly (string, string)[] Pool =
    [
        ("Identity:Providers:main:Kind", "Cognito"),
        ("Identity:Providers:main:UserPoolId", "ap-northeast-2_AbCdEf123"),
        ("Identity:Providers:main:ClientIds:0", "web-client"),
        ("Identity:Providers:main:ResourceServer", "modular"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("modular-start-").FullName;

    private (string, string) Database => ("ConnectionStrings:Modular", $"Data Source='{Path.Combine(_folder, "modular.db")}'");

    [Fact]
    public Task An_unknown_adapter_kind() => ShouldRefuseAsync(
        "Identity:Providers:main:Kind 'Cogntio' is unknown. Known: Cognito, Fake, Introspection, Oidc.",
        "Production", Database, ("Identity:Providers:main:Kind", "Cogntio"));

    [Fact]
    public Task A_missing_user_pool_id() => ShouldRefuseAsync(
        "Identity:Providers:main:UserPoolId is missing: set it to the user pool's id, like ap-northeast-2_AbCdEf123.",
        "Production", [Database, .. Pool.Where(setting => !setting.Item1.EndsWith("UserPoolId", StringComparison.Ordinal))]);

    [Fact]
    public Task A_setting_that_does_not_exist() => ShouldRefuseAsync(
        "Identity:Providers:main:UserPoolld is no setting of this kind. Known: AcrLevels, AdditionalRegions, Audience, ClientIds, ClockSkewSeconds, "
        + "Domain, Groups, Issuer, KeysFile, KeysMaxAgeMinutes, KeysUri, Kind, MachineClientIds, OnlineCheck, OnlineCheckSeconds, Region, "
        + "ResourceServer, UserPoolId.",
        "Production", [Database, .. Pool, ("Identity:Providers:main:UserPoolld", "x")]);

    [Fact]
    public Task A_provider_asked_in_the_clear_outside_Development() => ShouldRefuseAsync(
        "Identity:Providers:main:KeysUri 'http://keys.example.com/' is no address that may be asked: write an https:// address "
        + "(http:// is for Development only).",
        "Production", [Database, .. Pool, ("Identity:Providers:main:KeysUri", "http://keys.example.com/")]);

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public Task No_identity_section_at_all(string environment) => ShouldRefuseAsync(
        "Identity:Providers is missing, and without an identity provider no request could be accepted: set Identity:Providers:main:Kind "
        + "and the settings of that kind (in the environment, Identity__Providers__main__Kind).",
        environment, Database);

    [Fact]
    public Task All_that_is_wrong_at_one_start() => ShouldRefuseAsync(
        string.Join(
            Environment.NewLine,
            "Database:Provder is no setting of this program: write Database:Provider (in the environment, Database__Provider).",
            "Logging:LogLevel:Default has 'Loud', which is no level: set one of Trace, Debug, Information, Warning, Error, Critical, None.",
            "Logging:Console:FormatterName has 'jsonl', which is no format: set one of line, json-lines, json, simple, systemd.",
            "Identity:Providers:main:Kind 'Cogntio' is unknown. Known: Cognito, Fake, Introspection, Oidc.",
            "ConnectionStrings:Modular is missing: set it, like 'Data Source=/var/lib/modular/modular.db'.",
            "Cluster:Provider 'Orleans' is unknown. Known: None.",
            "Retention:AuditDay is no setting of this kind. Known: AuditDays, EventDays, EveryMinutes, ReleasedDays.",
            "Retention:EventDay is no setting of this kind. Known: AuditDays, EventDays, EveryMinutes, ReleasedDays.",
            "Shutdown:DrainSeconds is no whole number of seconds from 0 to 300: set one.",
            "TrustedProxies:0 'nginx' is no address and no network: write it like 10.0.0.7 or 10.0.0.0/8.",
            "PublicUrl 'shop' is not the address of a server: write it like https://api.example.com, without a path, a query or a fragment.",
            "Quota:Burst -1 is out of range: set 1 to 1000000."),
        "Production",
        ("Database:Provder", "x"), ("Identity:Providers:main:Kind", "Cogntio"), ("Retention:AuditDay", "1"), ("Retention:EventDay", "1"),
        ("Shutdown:DrainSeconds", "x"), ("TrustedProxies:0", "nginx"), ("PublicUrl", "shop"), ("Quota:Burst", "-1"),
        ("Cluster:Provider", "Orleans"), ("Logging:LogLevel:Default", "Loud"), ("Logging:Console:FormatterName", "jsonl"));

    [Theory]
    [InlineData("Orleans")]
    [InlineData("")]
    public async Task A_cluster_that_is_unknown(string provider)
    {
        var sentence = $"Cluster:Provider '{provider}' is unknown. Known: None.";
        await ShouldRefuseAsync(sentence, "Production", [Database, .. Pool, ("Cluster:Provider", provider)]);
        (await ApiProcess.RunAsync("Production", [Database, ("Cluster:Provider", provider)], "migrate")).ShouldBe((1, "", sentence + "\n"));
    }

    [Fact]
    public async Task No_cluster_is_a_node_that_runs_alone() =>
        (await ApiProcess.RunAsync("Production", [Database, ("Cluster:Provider", "None")], "migrate")).ExitCode.ShouldBe(0);

    [Fact]
    public Task Options_of_several_sections() => ShouldRefuseAsync(
        string.Join(
            Environment.NewLine,
            "Retention:AuditDays 1 is out of range: set 730 to 36500.",
            "Failed to convert configuration value 'many' at 'Quota:Burst' to type 'System.Int32'."),
        "Production", [Database, .. Pool, ("Retention:AuditDays", "1"), ("Quota:Burst", "many")]);

    [Fact]
    public Task Fake_in_Production() => ShouldRefuseAsync(
        "Identity:Providers:main:Kind Fake is for Development and Testing, and this is Production: configure a real provider.",
        "Production", Database, ("Identity:Providers:main:Kind", "Fake"));

    [Fact]
    public Task Fake_beyond_loopback() => ShouldRefuseAsync(
        "Identity:Providers:main:Kind Fake is for loopback addresses, and 'http://0.0.0.0:0' of ASPNETCORE_URLS is none: listen on http://localhost, "
        + "or configure a real provider.",
        "Development", Database, ("Identity:Providers:main:Kind", "Fake"), ("ASPNETCORE_URLS", "http://0.0.0.0:0"));

    [Fact]
    public async Task A_database_whose_parent_is_a_file()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await ShouldRefuseAsync(
            $"ConnectionStrings:Modular: '{file}' is a file, so '{file}/modular.db' cannot be written; set Data Source to a path in a folder.",
            "Development", [("ConnectionStrings:Modular", $"Data Source='{file}/modular.db'"), .. Pool]);
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        var file = Path.Combine(_folder, "modular.db");
        await File.WriteAllTextAsync(file, new string('x', 5000), TestContext.Current.CancellationToken);

        await ShouldRefuseAsync(
            $"ConnectionStrings:Modular: the database '{file}' cannot be used (SQLite error 26); it is no SQLite database, "
            + "so set Data Source to another file.",
            "Development", [Database, .. Pool]);
    }

    [Fact]
    public Task No_database_outside_Development() => ShouldRefuseAsync(
        $"ConnectionStrings:Modular: there is no database '{Path.Combine(_folder, "modular.db")}' yet; create it by running this "
        + "program with 'migrate'.",
        "Production", [Database, .. Pool]);

    [Fact]
    public Task An_unknown_database_product() => ShouldRefuseAsync(
        "Database:Provider 'Oracle' is unknown. Known: PostgreSql, Sqlite.",
        "Production", [Database, .. Pool, ("Database:Provider", "Oracle")]);

    [Fact]
    public Task No_connection_string() => ShouldRefuseAsync(
        "ConnectionStrings:Modular is missing: set it, like 'Data Source=/var/lib/modular/modular.db'.",
        "Production", Pool);

    [Fact]
    public Task One_issuer_in_two_providers() => ShouldRefuseAsync(
        "Identity:Providers: 'main' and 'second' both have the issuer 'https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_AbCdEf123'; "
        + "remove one of the two or give it another issuer.",
        "Production",
        [Database, .. Pool, .. Pool.Select(setting => (setting.Item1.Replace("main", "second", StringComparison.Ordinal), setting.Item2))]);

    [Fact]
    public Task Tokens_in_the_clear_beyond_loopback_outside_Development() => ShouldRefuseAsync(
        "ASPNETCORE_URLS has 'http://0.0.0.0:0', and tokens do not travel in the clear: use https, or a loopback address.",
        "Production", [Database, .. Pool, ("ASPNETCORE_URLS", "http://0.0.0.0:0")]);

    [Fact]
    public Task The_port_that_images_of_NET_set_with_nothing_in_its_place() => ShouldRefuseAsync(
        "ASPNETCORE_HTTP_PORTS has 'http://*:8080', and tokens do not travel in the clear: set ASPNETCORE_URLS, which takes its place, to an https "
        + "address or a loopback address.",
        "Production", [Database, .. Pool, ("ASPNETCORE_URLS", ""), ("ASPNETCORE_HTTP_PORTS", "8080")]);

    [Fact]
    public Task An_address_in_the_clear_of_another_setting() => ShouldRefuseAsync(
        "Kestrel:Endpoints:Main:Url has 'http://0.0.0.0:80', and tokens do not travel in the clear: use https, or a loopback address.",
        "Production", [Database, .. Pool, ("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Kestrel:Endpoints:Main:Url", "http://0.0.0.0:80")]);

    [Theory]
    [InlineData("http://localhost:0", "ASPNETCORE_URLS: Dynamic port binding is not supported when binding to localhost. You must either bind to 127.0.0.1:0 or [::1]:0, or both.")]
    [InlineData("http://192.0.2.1:5898", "ASPNETCORE_URLS: Cannot assign requested address. Set an address that this machine has.")]
    public async Task An_address_that_this_machine_cannot_listen_on(string address, string sentence)
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync("Development", [Database, .. Pool, ("ASPNETCORE_URLS", address)]);

        (exitCode, error.TrimEnd()).ShouldBe((1, sentence));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync(
            "Development", [Database, .. Pool, ("ASPNETCORE_URLS", "https://127.0.0.1:0"), ("Kestrel:Certificates:Default:Path", "/nowhere.pfx")]);

        (exitCode, error.TrimEnd()).ShouldBe((1, "Kestrel:Certificates or Kestrel:Endpoints: Could not find file '/nowhere.pfx'. Set the path of a file that exists."));
    }

    [Theory]
    [InlineData("foo")]
    [InlineData("http://x@localhost:5898")]
    [InlineData("https://localhost:99999")]
    [InlineData("http://localhost:5898/base")]
    public Task An_address_that_is_none(string address) => ShouldRefuseAsync(
        $"ASPNETCORE_URLS has '{address}', which is no address to listen on: write it like http://localhost:5080.",
        "Development", Database, ("Identity:Providers:main:Kind", "Fake"), ("ASPNETCORE_URLS", address));

    [Theory]
    [InlineData("api.example.com")]
    [InlineData("/orders")]
    [InlineData("ftp://api.example.com")]
    [InlineData("https://api.example.com/?x=1")]
    [InlineData("https://api.example.com/#x")]
    [InlineData("https://api.example.com/orders")]
    [InlineData("https://somebody@api.example.com")]
    public Task A_public_address_that_is_none(string url) => ShouldRefuseAsync(
        $"PublicUrl '{url}' is not the address of a server: write it like https://api.example.com, without a path, a query or a fragment.",
        "Development", [Database, .. Pool, ("PublicUrl", url)]);

    [Fact]
    public Task A_public_address_in_the_clear_outside_Development() => ShouldRefuseAsync(
        "PublicUrl 'http://api.example.com' is in the clear, where tokens do not travel: write it with https://.",
        "Production", [Database, .. Pool, ("PublicUrl", "http://api.example.com")]);

    [Theory]
    [InlineData("proxy.example.com")]
    [InlineData("10")]
    [InlineData("10.0.0.0/33")]
    [InlineData("")]
    public Task A_trusted_proxy_that_is_no_address(string entry) => ShouldRefuseAsync(
        $"TrustedProxies:0 '{entry}' is no address and no network: write it like 10.0.0.7 or 10.0.0.0/8.",
        "Production", [Database, .. Pool, ("TrustedProxies:0", entry)]);

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public Task Trusting_everybody_to_be_a_proxy(string entry) => ShouldRefuseAsync(
        $"TrustedProxies:0 '{entry}' trusts every address: name the proxies, like 10.0.0.7 or 10.0.0.0/8.",
        "Production", [Database, .. Pool, ("TrustedProxies:0", entry)]);

    [Fact]
    public Task A_trusted_proxy_that_is_not_in_a_list() => ShouldRefuseAsync(
        "TrustedProxies is a list: set TrustedProxies:<entry>, like TrustedProxies:0.",
        "Production", [Database, .. Pool, ("TrustedProxies", "10.0.0.7")]);

    [Fact]
    public Task The_frameworks_own_switch_that_trusts_everybody() => ShouldRefuseAsync(
        "ASPNETCORE_FORWARDEDHEADERS_ENABLED trusts the forwarded headers of every client: remove it, and name the proxies in TrustedProxies:0.",
        "Production", [Database, .. Pool, ("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true")]);

    [Theory]
    [InlineData("RequestsPerSecond", "-1", "Quota:RequestsPerSecond -1 is out of range: set 0 to 1000000.")]
    [InlineData("Burst", "0", "Quota:Burst 0 is out of range: set 1 to 1000000.")]
    [InlineData("PerSecond", "1", "Quota:PerSecond is no setting of this kind. Known: Burst, RequestsPerSecond.")]
    public Task A_quota_that_is_none(string setting, string value, string sentence) =>
        ShouldRefuseAsync(sentence, "Production", [Database, .. Pool, ("Quota:" + setting, value)]);

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        await ShouldRefuseAsync(
            $"ASPNETCORE_URLS: Failed to bind to address http://{taken.LocalEndpoint}: address already in use. "
            + "Stop the program that listens there, or set another address.",
            "Development", [Database, .. Pool, ("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}")]);
    }

    [Theory]
    [InlineData(";Mode=ReadOnly", "ConnectionStrings:Modular has Mode=ReadOnly, and orders must be written: remove it.")]
    [InlineData(";Vfs=unix-none", "ConnectionStrings:Modular has Vfs, and this program needs the locks that SQLite takes without it: remove it.")]
    [InlineData(";Default Timeout=999999999999", "ConnectionStrings:Modular is no connection string for SQLite: Value was either too large or too small for an Int32.")]
    [InlineData(";Password=secret", "ConnectionStrings:Modular has a Password, and this build of SQLite does not encrypt: remove it.")]
    public Task A_connection_string_that_cannot_work(string more, string sentence) =>
        ShouldRefuseAsync(sentence, "Development", [("ConnectionStrings:Modular", Database.Item2 + more), .. Pool]);

    [Theory]
    [InlineData("EveryMinutes", "0", "Retention:EveryMinutes 0 is out of range: set 1 to 1440.")]
    [InlineData("EventDays", "0", "Retention:EventDays 0 is out of range: set 1 to 3650.")]
    [InlineData("AuditDays", "729", "Retention:AuditDays 729 is out of range: set 730 to 36500.")]
    [InlineData("ReleasedDays", "29", "Retention:ReleasedDays 29 is out of range: set 30 to 36500.")]
    [InlineData("KeyHours", "1", "Retention:KeyHours is no setting of this kind. Known: AuditDays, EventDays, EveryMinutes, ReleasedDays.")]
    public Task A_retention_that_is_none(string setting, string value, string sentence) =>
        ShouldRefuseAsync(sentence, "Production", [Database, .. Pool, ("Retention:" + setting, value)]);

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Loud", "Logging:LogLevel:Default has 'Loud', which is no level: set one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("Logging:Console:LogLevel:Modular.Api", "7", "Logging:Console:LogLevel:Modular.Api has '7', which is no level: set one of Trace, Debug, Information, Warning, Error, Critical, None.")]
    [InlineData("Logging:Console:FormatterName", "jsonl", "Logging:Console:FormatterName has 'jsonl', which is no format: set one of line, json-lines, json, simple, systemd.")]
    [InlineData("Logging:Console:MaxQueueLength", "0", "Logging:Console: MaxQueueLength must be 1 or more.")]
    [InlineData("Logging:Console:FormatterOptions:IncludeScopes", "maybe", "Logging:Console: Failed to convert configuration value 'maybe' at 'Logging:Console:FormatterOptions:IncludeScopes' to type 'System.Boolean'.")]
    public async Task A_setting_of_the_log_that_cannot_be_read(string setting, string value, string sentence)
    {
        await ShouldRefuseAsync(sentence, "Production", [Database, .. Pool, (setting, value)]);
        (await ApiProcess.RunAsync("Production", [Database, (setting, value)], "migrate")).ShouldBe((1, "", sentence + "\n"));
    }

    [Fact]
    public async Task A_file_that_another_program_took_back_to_a_rollback_journal_has_its_log_again()
    {
        (await ApiProcess.RunAsync("Production", [Database], "migrate")).ExitCode.ShouldBe(0);
        (await ModeAsync("PRAGMA journal_mode = DELETE")).ShouldBe("delete");

        (await ApiProcess.RunAsync("Production", [Database], "suspend", Guid.NewGuid().ToString())).Error.ShouldBe("There is no such customer.\n");

        (await ModeAsync("PRAGMA journal_mode")).ShouldBe("wal");
    }

    [Fact]
    public async Task A_file_of_another_program_that_has_such_a_table()
    {
        await ModeAsync("CREATE TABLE orders (mine)");
        var file = Path.Combine(_folder, "modular.db");

        (await ApiProcess.RunAsync("Production", [Database], "migrate")).ShouldBe((1, "",
            $"ConnectionStrings:Modular: the database '{file}' cannot be used (SQLite error 1); "
            + "SQLite Error 1: 'table \"orders\" already exists'; if another program made it, set Data Source to another file.\n"));
    }

    [Fact]
    public Task A_socket_whose_path_is_too_long() => ShouldRefuseAsync(
        "ASPNETCORE_URLS: the path of the socket is too long for this machine. Set a shorter one.",
        "Development", [Database, .. Pool, ("ASPNETCORE_URLS", $"http://unix:/tmp/{new string('s', 120)}.sock")]);

    [Fact]
    public Task A_path_that_SQLite_does_not_take()
    {
        var file = Path.Combine(_folder, new string('n', 250));
        return ShouldRefuseAsync(
            $"ConnectionStrings:Modular: the path '{file}' is too long for SQLite, which takes 504 bytes, and 247 for the file's name; set Data Source to a shorter one.",
            "Development", [("ConnectionStrings:Modular", $"Data Source='{file}'"), .. Pool]);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("301")]
    [InlineData("soon")]
    public Task A_time_to_drain_that_is_none(string value) => ShouldRefuseAsync(
        "Shutdown:DrainSeconds is no whole number of seconds from 0 to 300: set one.",
        "Production", [Database, .. Pool, ("Shutdown:DrainSeconds", value)]);

    [Fact]
    public async Task Migrate_makes_a_database_without_sample_data()
    {
        var (exitCode, output, error) = await ApiProcess.RunAsync("Production", [Database, .. Pool], "migrate");

        exitCode.ShouldBe(0, error);
        output.ShouldContain("The database is up to date.");
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Database.Item2 + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT (SELECT COUNT(*) FROM orders) + (SELECT COUNT(*) FROM products) + (SELECT COUNT(*) FROM customers)";
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe(0L);
        command.CommandText = "PRAGMA journal_mode";
        (await command.ExecuteScalarAsync(TestContext.Current.CancellationToken)).ShouldBe("wal");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<object?> ModeAsync(string sql)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Database.Item2 + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    private static async Task ShouldRefuseAsync(string sentence, string environment, params (string, string)[] settings)
    {
        var (exitCode, output, error) = await ApiProcess.RunAsync(environment, settings);

        error.TrimEnd().ShouldBe(sentence);
        exitCode.ShouldNotBe(0);
        output.ShouldNotContain("   at ");
    }
}
