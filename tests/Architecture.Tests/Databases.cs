using Microsoft.EntityFrameworkCore;

namespace Modular.Architecture.Tests;

/// <summary>A database product is one folder and one line: without them it is gone, and no other code knows that it was there.</summary>
public class Databases
{
    private const string Database = "Modular.Infrastructure.Database";

    // The one place with a line for each product.
    private const string Builder = "Modular.Infrastructure.DatabaseBuilder";

    private const string BuilderFile = "src/Infrastructure/DatabaseBuilder.cs";

    private static readonly string[] Layers = ["src/Domain", "src/Application", "src/Infrastructure", "src/Api"];

    // A file that was meant to be CSV is told apart from other kinds of files, among them those of SQLite.
    private static readonly string[] OtherFiles = ["src/Api/CommandLine/FileKind.cs"];

    private static readonly string[] Names = ["Sqlite", "Npgsql", "PostgreSql", "Postgres"];

    private static readonly IReadOnlyList<Use> Uses = Source.Uses;

    // Found by their registrations. What the products share has folders in that room, too.
    private static readonly IReadOnlyList<string> Products =
    [
        .. Source.LayerTypes().Where(type => Place.Of(type.FullName!) is { Layer: "Infrastructure", Room: "Database", Corner: { } corner } && type.Name == corner + "Registration")
            .Select(type => Place.Of(type.FullName!).Corner!),
    ];

    [Fact]
    public void Deleting_a_database_takes_its_folder_and_its_line()
    {
        Products.Order(StringComparer.Ordinal).ShouldBe(["PostgreSql", "Sqlite"]);
        foreach (var product in Products)
        {
            Uses.ShouldContain(use => use.From == Builder && use.Target.Corner == product);
            Source.Read(BuilderFile).Split('\n').Where(line => line.Contains($"(\"{product}\"", StringComparison.Ordinal)).ShouldHaveSingleItem();
        }

        Uses.Where(KnowsAProduct).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Database + ".Sqlite.SqliteOrderStore", Database + ".PostgreSql.Engine.PostgreSqlWriter")]
    [InlineData(Database + ".PostgreSql.Schema.PostgreSqlSchema", Database + ".Sqlite.Engine.SqliteTrouble")]
    [InlineData(Database + ".ModularDb", Database + ".Sqlite.Engine.SqliteDb")]
    [InlineData("Modular.Infrastructure.Orders.OrderStore", Database + ".Sqlite.SqliteOrderStore")]
    [InlineData("Modular.Infrastructure.Adapters", Database + ".PostgreSql.PostgreSqlRegistration")]
    [InlineData("Modular.Api.ApiProgram", Database + ".Sqlite.SqliteRegistration")]
    public void Other_code_that_knows_a_product_is_seen(string from, string to) => KnowsAProduct(new Use(from, to)).ShouldBeTrue();

    [Theory]
    [InlineData(Builder, Database + ".Sqlite.SqliteRegistration")]
    [InlineData(Database + ".Sqlite.SqliteOrderStore", Database + ".Sqlite.Engine.SqliteWriter")]
    [InlineData(Database + ".Sqlite.Engine.SqliteWriter", Database + ".WriteDoubt")]
    [InlineData("Modular.Api.StartUp", Database + ".Schema.ISchema")]
    [InlineData(Database + ".Sqlite.SqliteOrderStore", "Modular.Infrastructure.Orders.OrderStore")]
    public void What_the_rule_allows_stays_allowed(string from, string to) => KnowsAProduct(new Use(from, to)).ShouldBeFalse();

    [Fact]
    public void No_text_outside_its_folder_names_a_product()
    {
        var files = Layers.SelectMany(layer => Source.Files(layer, ".cs")).ToList();
        files.ShouldContain(file => NamesAProduct(file, Source.Read(file)));
        OtherFiles.ShouldAllBe(file => NamesAProduct(file, Source.Read(file)), "a file that names none can leave the list");
        files.Except(OtherFiles, StringComparer.Ordinal)
            .Where(file => !IsOfAProduct(file) && NamesAProduct(file, file == BuilderFile ? WithoutItsLines(Source.Read(file)) : Source.Read(file)))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Infrastructure/Orders/OrderStore.cs", "if (builder.IsSqlite)")]
    [InlineData("src/Infrastructure/Database/DatabaseTrouble.cs", "catch (PostgresException failure)")]
    [InlineData("src/Api/Database/BackupCommand.cs", "On PostgreSQL use pg_dump.")]
    [InlineData(BuilderFile, "private const string Default = \"Sqlite\";")]
    public void A_text_that_names_one_is_seen(string file, string text)
    {
        IsOfAProduct(file).ShouldBeFalse();
        NamesAProduct(file, WithoutItsLines(text)).ShouldBeTrue();
    }

    [Fact]
    public void Each_product_has_a_store_of_its_own_for_each_port_that_one_of_them_has()
    {
        var types = Source.LayerTypes();
        var ports = types.Where(Adapters.IsPort).Where(port => Products.Any(product => Has(types, product, port))).ToList();
        ports.Select(port => port.Name).ShouldContain("IOrderStore");
        ports.SelectMany(port => Products.Where(product => !Has(types, product, port)).Select(product => $"{product} has no {port.Name}")).ShouldBeEmpty();
        Has(types, "Nowhere", ports[0]).ShouldBeFalse();
    }

    [Fact]
    public void No_port_stands_behind_a_port()
    {
        var types = Source.LayerTypes();
        types.ShouldContain(type => type.FullName == "Modular.Infrastructure.Orders.OrderStore");
        types.Where(IsSecondPort).ShouldBeEmpty();
    }

    [Fact]
    public void A_port_behind_a_port_is_seen()
    {
        IsSecondPort("Modular.Infrastructure.Orders.IOrderPages", isInterface: true).ShouldBeTrue();
        IsSecondPort("Modular.Infrastructure.Orders.OrderStore", isInterface: false).ShouldBeFalse();
        IsSecondPort("Modular.Infrastructure.Database.IWriter", isInterface: true).ShouldBeFalse();
    }

    [Fact]
    public void A_context_of_EF_is_in_a_products_folder_or_is_shared_and_abstract()
    {
        var contexts = Source.LayerTypes().Where(type => type.IsSubclassOf(typeof(DbContext))).ToList();
        contexts.Count(type => !type.IsAbstract).ShouldBe(Products.Count);
        contexts.Where(type => !type.IsAbstract && !IsProduct(Place.Of(type.FullName!))).ShouldBeEmpty();
    }

    internal static bool IsProduct(Place place) =>
        place is { Layer: "Infrastructure", Room: "Database", Corner: { } corner } && Products.Contains(corner, StringComparer.Ordinal);

    private static bool KnowsAProduct(Use use) => IsProduct(use.Target) && use.From != Builder && use.Source != use.Target;

    private static bool IsOfAProduct(string file) =>
        Products.Any(product => file.StartsWith($"src/Infrastructure/Database/{product}/", StringComparison.Ordinal));

    private static bool NamesAProduct(string file, string text) =>
        Names.Any(name => text.Contains(name, StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file).Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Without the line of each product in the table, and the namespace of its registration.</summary>
    private static string WithoutItsLines(string text) => string.Join('\n', text.Split('\n').Where(line =>
        !Products.Any(product => line.Trim().StartsWith($"(\"{product}\", ", StringComparison.Ordinal) || line == $"using {Database}.{product};")));

    private static bool Has(IReadOnlyList<Type> types, string product, Type port) =>
        types.Any(type => type is { IsClass: true, IsAbstract: false } && Place.Of(type.FullName!).Corner == product && type.IsAssignableTo(port));

    private static bool IsSecondPort(Type type) => IsSecondPort(type.FullName!, type.IsInterface);

    private static bool IsSecondPort(string type, bool isInterface) =>
        isInterface && Place.Of(type) is { Layer: "Infrastructure", Room: { } room } && Nouns.All.Contains(room);
}
