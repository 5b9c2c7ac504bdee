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

    private (string, string) Database => ("ConnectionStrings:Modular", $"Data Source={Path.Combine(_folder, "modular.db")}");

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
        "Identity:Providers is missing, and without an identity provider nobody could call: set Identity:Providers:main:Kind "
        + "and the settings of that kind (in the environment, Identity__Providers__main__Kind).",
        environment, Database);

    [Fact]
    public Task Fake_in_Production() => ShouldRefuseAsync(
        "Identity:Providers:main:Kind Fake is for Development and Testing, and this is Production: configure a real provider.",
        "Production", Database, ("Identity:Providers:main:Kind", "Fake"));

    [Fact]
    public Task Fake_beyond_loopback() => ShouldRefuseAsync(
        "Identity:Providers:main:Kind Fake is for loopback addresses, and 'http://0.0.0.0:0' is none: listen on http://localhost, "
        + "or configure a real provider.",
        "Development", Database, ("Identity:Providers:main:Kind", "Fake"), ("ASPNETCORE_URLS", "http://0.0.0.0:0"));

    [Fact]
    public async Task A_database_whose_parent_is_a_file()
    {
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await ShouldRefuseAsync(
            $"ConnectionStrings:Modular: '{file}' is a file, so '{file}/modular.db' cannot be written; set Data Source to a path in a folder.",
            "Development", [("ConnectionStrings:Modular", $"Data Source={file}/modular.db"), .. Pool]);
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        var file = Path.Combine(_folder, "modular.db");
        await File.WriteAllTextAsync(file, new string('x', 5000), TestContext.Current.CancellationToken);

        await ShouldRefuseAsync(
            $"ConnectionStrings:Modular: the database '{file}' cannot be used (SQLite error 26); check that it is a SQLite file and that "
            + "this process may write it and its folder.",
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

    [Theory]
    [InlineData("foo")]
    [InlineData("http://x@localhost:5898")]
    [InlineData("https://localhost:99999")]
    [InlineData("http://localhost:5898/base")]
    public Task An_address_that_is_none(string address) => ShouldRefuseAsync(
        $"ASPNETCORE_URLS has '{address}', which is no address to listen on: write it like http://localhost:5080.",
        "Development", Database, ("Identity:Providers:main:Kind", "Fake"), ("ASPNETCORE_URLS", address));

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();

        await ShouldRefuseAsync(
            $"ASPNETCORE_URLS: Failed to bind to address http://{taken.LocalEndpoint}: address already in use. "
            + "Stop what listens there, or set another address.",
            "Development", [Database, .. Pool, ("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}")]);
    }

    [Theory]
    [InlineData(";Mode=ReadOnly", "ConnectionStrings:Modular has Mode=ReadOnly, and orders must be written: remove it.")]
    [InlineData(";Password=secret", "ConnectionStrings:Modular has a Password, and this build of SQLite does not encrypt: remove it.")]
    public Task A_connection_string_that_cannot_work(string more, string sentence) =>
        ShouldRefuseAsync(sentence, "Development", [("ConnectionStrings:Modular", Database.Item2 + more), .. Pool]);

    [Fact]
    public async Task A_command_that_does_not_exist()
    {
        var (exitCode, _, error) = await ApiProcess.RunAsync("Production", [Database, .. Pool], "migrat");

        exitCode.ShouldBe(1);
        error.TrimEnd().ShouldBe("The command 'migrat' is unknown. Known: explain-token, link-identities, migrate.");
    }

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

    private static async Task ShouldRefuseAsync(string sentence, string environment, params (string, string)[] settings)
    {
        var (exitCode, output, error) = await ApiProcess.RunAsync(environment, settings);

        error.TrimEnd().ShouldBe(sentence);
        exitCode.ShouldNotBe(0);
        output.ShouldNotContain("   at ");
    }
}
