using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Modular.LocalCognito.Tests.Running;

namespace Modular.LocalCognito.Tests.Start;

/// <summary>The package: packed from what was built, installed from a folder without any network, started.</summary>
public sealed class ToolTests
{
    private const string Version = "0.1.0-test";

    private static string Configuration => typeof(ToolTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    [Fact]
    public async Task It_can_be_packed_installed_from_a_folder_and_started()
    {
        // Not the folder for temporary files, whose name may have a semicolon: dotnet pack takes none in its arguments.
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"packed-{Guid.NewGuid():N}"));
        try
        {
            // No source but the folder, and no package that an earlier run left.
            var config = Path.Combine(folder.FullName, "nuget.config");
            await File.WriteAllTextAsync(
                config, "<configuration><packageSources><clear /></packageSources></configuration>", TestContext.Current.CancellationToken);
            var project = Path.Combine(Repository(), "src", "LocalCognito");
            await DotnetAsync(
                folder, "pack", project, "--no-build", "--configuration", Configuration, "--output", folder.FullName, $"-p:PackageVersion={Version}");
            Describes(Path.Combine(folder.FullName, $"Modular.LocalCognito.{Version}.nupkg"));
            var tools = Path.Combine(folder.FullName, "tools");
            string[] source = ["--configfile", config, "--add-source", folder.FullName];
            await DotnetAsync(folder, ["tool", "install", "Modular.LocalCognito", "--version", Version, "--tool-path", tools, .. source]);

            using var process = StartedProgram.Start(
                Path.Combine(tools, OperatingSystem.IsWindows() ? "local-cognito.exe" : "local-cognito"), [], ("ASPNETCORE_URLS", "http://127.0.0.1:0"));
            try
            {
                using var http = new HttpClient { BaseAddress = await StartedProgram.AddressAsync(process) };
                using var response = await http.GetAsync($"{Pools.PoolId}/.well-known/jwks.json", TestContext.Current.CancellationToken);
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                JsonNode.Parse(await response.TextAsync())!["keys"]!.AsArray().Count.ShouldBe(2);
            }
            finally
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Describes(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        archive.GetEntry("README.md").ShouldNotBeNull();
        archive.Entries.ShouldContain(entry => entry.FullName.EndsWith("/pool.json", StringComparison.Ordinal));
        using var reader = new StreamReader(archive.GetEntry("Modular.LocalCognito.nuspec")!.Open());
        var description = reader.ReadToEnd();
        description.ShouldContain("""<license type="expression">MIT</license>""");
        description.ShouldContain("<readme>README.md</readme>");
    }

    private static async Task DotnetAsync(DirectoryInfo folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (arguments is ["tool", ..])
        {
            start.Environment["NUGET_PACKAGES"] = Path.Combine(folder.FullName, "packages");
        }
        // A process that stays behind would hold this test's pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await output + await errors);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Modular.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("These tests do not lie below Modular.sln.");
    }
}
