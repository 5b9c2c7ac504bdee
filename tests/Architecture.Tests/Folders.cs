namespace Modular.Architecture.Tests;

/// <summary>Layer, noun, file: folders are named after what they are about, never after the kind of what is in them.</summary>
public class Folders
{
    private const int MaxDepth = 4;
    private const int MostFiles = 20;

    // A database product is taken away with its folder, so all of it is in there, migrations as well.
    private const string DatabaseProducts = "src/Infrastructure/Database/";

    private static readonly string[] Kinds =
        ["Services", "Helpers", "Common", "Interfaces", "DTOs", "Commands", "Queries"];

    private static readonly IReadOnlyList<string> CodeFiles = [.. Source.Files("src", ".cs"), .. Source.Files("tests", ".cs")];

    [Fact]
    public void No_folder_is_named_after_a_kind()
    {
        CodeFiles.ShouldContain("src/Application/Orders/PlaceOrder.cs", StringComparer.Ordinal);
        Source.Files("src").Concat(Source.Files("tests")).Where(IsInAKind).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Application/Commands/PlaceOrder.cs")]
    [InlineData("src/Api/Orders/Dtos/OrderDto.cs")]
    [InlineData("tests/Api.Tests/helpers/Tokens.cs")]
    public void A_folder_named_after_a_kind_is_seen(string file) => IsInAKind(file).ShouldBeTrue();

    [Fact]
    public void A_file_may_be_named_as_it_likes() => IsInAKind("src/Api/Commands.cs").ShouldBeFalse();

    [Fact]
    public void No_folder_is_deeper_than_four_or_five_in_a_database_product()
    {
        CodeFiles.ShouldContain(file => Depth(file) == MaxDepth);
        CodeFiles.ShouldContain(file => Depth(file) == MostOf(file) && MostOf(file) > MaxDepth);
        CodeFiles.Where(IsTooDeep).ShouldBeEmpty();
    }

    [Fact]
    public void A_folder_that_is_deeper_is_seen()
    {
        IsTooDeep("src/Infrastructure/Identity/Cognito/Keys/JwksCache.cs").ShouldBeTrue();
        IsTooDeep("src/Infrastructure/Database/Sqlite/Engine/Files/SqliteFile.cs").ShouldBeTrue();
        IsTooDeep("src/Infrastructure/Database/Sqlite/Engine/SqliteFile.cs").ShouldBeFalse();
    }

    [Fact]
    public void No_folder_of_a_program_has_more_than_twenty_files() =>
        CrowdedFolders(Source.Files("src", ".cs")).ShouldBeEmpty("make a room of what belongs together in these");

    [Fact]
    public void A_folder_with_one_file_more_is_seen()
    {
        var twenty = Enumerable.Range(0, MostFiles).Select(i => $"src/Api/Orders/File{i}.cs").ToList();
        CrowdedFolders([.. twenty, "src/Api/Orders/Events/File.cs"]).ShouldBeEmpty();
        CrowdedFolders([.. twenty, "src/Api/Orders/OneMore.cs"]).ShouldBe(["src/Api/Orders"]);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        CodeFiles.Count(file => Patterns.Namespace.IsMatch(Source.Read(file))).ShouldBeGreaterThan(100);
        CodeFiles.ShouldContain(Source.StartupHook);
        CodeFiles.Where(file => !FollowsFolder(file, Source.Read(file))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Application/Orders/PlaceOrder.cs", "namespace Modular.Application;")]
    [InlineData("src/Application/Orders/PlaceOrder.cs", "namespace Modular.Application.Products;")]
    [InlineData("src/Application/Orders/PlaceOrder.cs", "internal class PlaceOrder;")]
    [InlineData("src/Api/Program.cs", "return 0;\ninternal class Later;")]
    [InlineData("tests/Domain.Tests/Orders/OrderTests.cs", "namespace Modular.Domain.Orders;")]
    public void A_namespace_that_goes_elsewhere_is_seen(string file, string text) => FollowsFolder(file, text).ShouldBeFalse();

    [Theory]
    [InlineData("src/Application/Orders/PlaceOrder.cs", "namespace Modular.Application.Orders;")]
    [InlineData("tests/Domain.Tests/Orders/OrderTests.cs", "namespace Modular.Domain.Tests.Orders;")]
    [InlineData("src/Api/Program.cs", "return 0;")]
    public void A_namespace_that_follows_is_not(string file, string text) => FollowsFolder(file, text).ShouldBeTrue();

    private static IEnumerable<string> FoldersOf(string file) => file.Split('/').SkipLast(1);

    private static IEnumerable<string> CrowdedFolders(IEnumerable<string> files) =>
        files.GroupBy(file => file[..file.LastIndexOf('/')], StringComparer.Ordinal).Where(folder => folder.Count() > MostFiles).Select(folder => folder.Key);

    private static bool IsInAKind(string file) => FoldersOf(file).Any(folder => Kinds.Contains(folder, StringComparer.OrdinalIgnoreCase));

    private static int Depth(string file) => FoldersOf(file).Count();

    private static int MostOf(string file) => file.StartsWith(DatabaseProducts, StringComparison.Ordinal) ? MaxDepth + 1 : MaxDepth;

    private static bool IsTooDeep(string file) => Depth(file) > MostOf(file);

    private static bool FollowsFolder(string file, string text)
    {
        var expected = string.Join('.', FoldersOf(file).Skip(1).Prepend("Modular"));
        return Patterns.Namespace.Match(text) is { Success: true } match
            ? match.Groups["name"].Value == expected
            : file == Source.StartupHook || !Patterns.TypeDeclaration.IsMatch(text);
    }
}
