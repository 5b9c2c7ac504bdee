using System.Text.Json;
using System.Text.Json.Nodes;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Contract;

/// <summary>The contract that is checked in is the one that is served, and a breaking change needs a new version.</summary>
public sealed class ContractFileTests(ContractHost api) : IClassFixture<ContractHost>
{
    /// <summary>Set to <c>true</c>, the file is written instead of compared.</summary>
    private const string WriteSwitch = "MODULAR_WRITE_CONTRACT";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string File => Path.Combine(Root(), "src", "Api", "openapi", "v1.json");

    [Fact]
    public async Task What_is_checked_in_is_what_is_served()
    {
        var served = await ServedAsync();
        var text = served.ToJsonString(Indented) + "\n";
        if (System.Environment.GetEnvironmentVariable(WriteSwitch) == "true")
        {
            ShouldBreakNobody(served);
            Directory.CreateDirectory(Path.GetDirectoryName(File)!);
            await System.IO.File.WriteAllTextAsync(File, text, TestContext.Current.CancellationToken);
            return;
        }

        var generated = Path.Combine(Path.GetTempPath(), "modular-openapi-v1.json");
        await System.IO.File.WriteAllTextAsync(generated, text, TestContext.Current.CancellationToken);

        (CheckedIn()?.ToJsonString(Indented) ?? "none").ShouldBe(
            served.ToJsonString(Indented),
            $"src/Api/openapi/v1.json is another document than the one served, which lies at {generated}. If the change is meant, run "
            + $"{WriteSwitch}=true dotnet run --project tests/Api.Tests -- --filter-class '*ContractFileTests' and commit the file.");
    }

    [Fact]
    public async Task What_breaks_a_client_raises_the_first_number_of_the_version() => ShouldBreakNobody(await ServedAsync());

    [Fact]
    public async Task The_version_is_a_semantic_one() =>
        (await ServedAsync())["info"]!["version"]!.GetValue<string>().ShouldMatch("^[0-9]+[.][0-9]+[.][0-9]+$");

    [Fact]
    public async Task Where_the_server_is_does_not_follow_the_header_Host()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json") { Headers = { Host = "evil.example" } };
        using var response = await api.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);

        (await response.TextAsync()).ShouldNotContain("evil");
    }

    private static void ShouldBreakNobody(JsonNode served)
    {
        if (CheckedIn() is { } older && !OpenApiChanges.IsMajor(older, served))
        {
            OpenApiChanges.Breaking(older, served).ShouldBeEmpty("raise the first number of Documentation.Version, or do without the change");
        }
    }

    private static JsonNode? CheckedIn() => System.IO.File.Exists(File) ? JsonNode.Parse(System.IO.File.ReadAllText(File)) : null;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!System.IO.File.Exists(Path.Combine(folder.FullName, "Modular.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("There is no Modular.sln above these tests.");
        }

        return folder.FullName;
    }

    private async Task<JsonNode> ServedAsync() =>
        JsonNode.Parse(await api.Anonymous().GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))!;
}
