using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.CommandLine;

/// <summary>
/// An operator in a folder of their own, who runs the program as a process in Production, with the database named by the environment and
/// without an identity provider.
/// </summary>
internal sealed class Operator : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The folder that the operator is in.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("modular-operator-").FullName;

    /// <summary>Further variables of the environment, like <c>Database__Provider</c>.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>The connection string of the SQLite file <paramref name="name"/> in the folder.</summary>
    public string DatabaseIn(string name) => $"Data Source='{Path.Combine(Folder, name)}'";

    /// <summary>Two providers, as for a move from one to the other.</summary>
    public void AddProviders()
    {
        foreach (var name in new[] { "a", "b" })
        {
            Environment[$"Identity__Providers__{name}__Kind"] = "Oidc";
            Environment[$"Identity__Providers__{name}__Authority"] = $"https://{name}.example";
            Environment[$"Identity__Providers__{name}__Audiences__0"] = "modular";
            Environment[$"Identity__Providers__{name}__ClientIds__0"] = "web";
        }
    }

    /// <summary>Runs the program to its end.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) => RunWithInputAsync([], arguments);

    /// <summary>Runs the program to its end, with <paramref name="input"/> on standard input.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunWithInputAsync(byte[] input, params string[] arguments) =>
        RunAsync(Start(arguments), input);

    /// <summary>Runs the program to its end behind a redirection of the shell, like <c>&gt;/dev/full</c>.</summary>
    public Task<(int ExitCode, string Output, string Error)> RunRedirectedAsync(string redirection, params string[] arguments)
    {
        var start = Describe(arguments);
        start.ArgumentList.Insert(0, start.FileName);
        start.ArgumentList.Insert(0, $"exec \"$0\" \"$@\" {redirection}");
        start.ArgumentList.Insert(0, "-c");
        start.FileName = "sh";
        return RunAsync(Process.Start(start)!, []);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(Process started, byte[] input)
    {
        using var process = started;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        await using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        await process.WaitForExitAsync(CancellationToken.None);
        limit.IsCancellationRequested.ShouldBeFalse("The program did not end.");
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts the program, with everything redirected.</summary>
    public Process Start(params string[] arguments) => Process.Start(Describe(arguments))!;

    private ProcessStartInfo Describe(string[] arguments)
    {
        var start = ApiProcess.Describe("Production", [], arguments);
        start.WorkingDirectory = Folder;
        start.RedirectStandardInput = true;
        start.Environment["ConnectionStrings__Modular"] = DatabaseIn("modular.db");
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs <c>migrate</c> for the SQLite file <paramref name="name"/> in the folder.</summary>
    public async Task MigrateAsync(string name = "modular.db")
    {
        var (exitCode, _, error) = await RunAsync("migrate", $"--ConnectionStrings:Modular={DatabaseIn(name)}");
        exitCode.ShouldBe(0, error);
    }

    /// <summary>Makes the SQLite file in the folder look as if its newest migration were still to be applied.</summary>
    public Task ForgetNewestMigrationAsync() => CountAsync(
        "modular.db", "DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory); SELECT 0");

    /// <summary>Asks the SQLite file <paramref name="name"/> for one number.</summary>
    public async Task<long> CountAsync(string name, string sql)
    {
        await using var connection = new SqliteConnection(DatabaseIn(name) + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>Puts a customer with the identity <c>ann</c> of the provider a into the SQLite file <paramref name="name"/>.</summary>
    public Task AddAnnAsync(string name = "modular.db") => CountAsync(
        name,
        """
        INSERT INTO customers (id, status, profile, first_seen_at) VALUES (x'0199c2de7a3b7c1d9e5f0123456789ab', 0, '{"addresses":[]}', 1700000000000);
        INSERT INTO customer_identities VALUES (randomblob(16), 'https://a.example', 'ann', 1700000000000, x'0199c2de7a3b7c1d9e5f0123456789ab');
        SELECT 0
        """);

    /// <summary>Writes a file into the folder.</summary>
    public Task WriteAsync(string name, string text) =>
        File.WriteAllTextAsync(Path.Combine(Folder, name), text, TestContext.Current.CancellationToken);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
