namespace Modular.Architecture.Tests;

/// <summary>
/// No cycles between the folders of a project. In every folder the subfolders (each with all that is below it) and the single types beside them
/// are compared: a subfolder may not use what uses it, however long the way round. A type that lies beside subfolders counts for itself, so a
/// registration may know the adapters in the folders below it while these know the base types that lie beside it. A database product counts as
/// a folder beside the room in which it lies: the nouns use what all products share, and a product uses the nouns.
/// </summary>
public class Cycles
{
    /// <summary>Cycles that are still there, with the reason. One that is gone must leave this table.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["Infrastructure.Identity: Cognito, Fake, IdentityBuilder.cs, Introspection, Oidc"] =
            "the builder lists the adapters by the names of their kinds, and each adapter extends the builder",
        ["Infrastructure: DatabaseBuilder.cs, PostgreSql, Sqlite"] =
            "the builder lists the products by their names, and each product extends the builder",
    };

    [Fact]
    public void No_folder_of_a_project_uses_what_uses_it()
    {
        var cycles = Source.Projects.SelectMany(project => Between(Use.Of(Source.AssemblyOf(project).GetTypes()), project)).ToList();

        cycles.Except(Exceptions.Keys, StringComparer.Ordinal).ShouldBeEmpty("these use each other: move what both need below them, or let one name what it needs");
        Exceptions.Keys.Except(cycles, StringComparer.Ordinal).ShouldBeEmpty("these cycles are gone: take them from the table of exceptions");
    }

    [Fact]
    public void Two_folders_that_use_each_other_are_seen() =>
        Between([new Use("Modular.P.A.One", "Modular.P.B.Two"), new Use("Modular.P.B.Three", "Modular.P.A.Four")], "P").ShouldBe(["P: A, B"]);

    [Fact]
    public void A_long_way_round_is_seen() => Between(
        [
            new Use("Modular.P.A.One", "Modular.P.B.Two"),
            new Use("Modular.P.B.Two", "Modular.P.C.D.Three"),
            new Use("Modular.P.C.D.Three", "Modular.P.A.One"),
            new Use("Modular.P.E.Four", "Modular.P.A.One"),
        ],
        "P").ShouldBe(["P: A, B, C"]);

    [Fact]
    public void A_cycle_below_a_folder_is_seen() =>
        Between([new Use("Modular.P.A.B.One", "Modular.P.A.C.Two"), new Use("Modular.P.A.C.Two", "Modular.P.A.B.One")], "P").ShouldBe(["P.A: B, C"]);

    [Fact]
    public void A_type_and_a_folder_beside_it_that_use_each_other_are_seen() =>
        Between([new Use("Modular.P.A.Base", "Modular.P.A.B.Adapter"), new Use("Modular.P.A.B.Adapter", "Modular.P.A.Base")], "P")
            .ShouldBe(["P.A: B, Base.cs"]);

    [Fact]
    public void A_database_product_that_is_used_by_what_it_uses_is_seen() => Between(
        [
            new Use("Modular.Infrastructure.Database.Sqlite.SqliteOrderStore", "Modular.Infrastructure.Orders.OrderStore"),
            new Use("Modular.Infrastructure.Orders.OrderStore", "Modular.Infrastructure.Database.Sqlite.Engine.SqliteWriter"),
            new Use("Modular.Infrastructure.Orders.OrderStore", "Modular.Infrastructure.Database.ModularDb"),
        ],
        "Infrastructure").ShouldBe(["Infrastructure: Orders, Sqlite"]);

    [Fact]
    public void A_registration_may_know_adapters_that_know_the_base_types_beside_it() =>
        Between([new Use("Modular.P.A.Registration", "Modular.P.A.B.Adapter"), new Use("Modular.P.A.B.Adapter", "Modular.P.A.Base")], "P").ShouldBeEmpty();

    [Fact]
    public void Types_of_one_folder_may_use_each_other() =>
        Between([new Use("Modular.P.A.One", "Modular.P.A.Two"), new Use("Modular.P.A.Two", "Modular.P.A.One")], "P").ShouldBeEmpty();

    /// <summary>Each cycle once, as <c>Infrastructure.Identity: Cognito, IdentityBuilder.cs</c>.</summary>
    private static IReadOnlyList<string> Between(IEnumerable<Use> uses, string project)
    {
        var edges =
            from use in uses
            where IsOf(use.From, project) && IsOf(use.To, project)
            let edge = Edge(use)
            where edge.From != edge.To
            group (edge.From, edge.To) by edge.Folder;
        return [.. edges.SelectMany(folder => Groups(folder.ToHashSet()).Select(members => $"{folder.Key}: {string.Join(", ", members)}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>The deepest folder that both types lie in or below, and the members of that folder through which they are reached.</summary>
    private static (string Folder, string From, string To) Edge(Use use)
    {
        var (from, to) = (NamesOf(use.From), NamesOf(use.To));
        var common = 0;
        while (common < from.Length - 1 && common < to.Length - 1 && from[common] == to[common])
        {
            common++;
        }

        return (string.Join('.', from[1..common]), Member(from, common), Member(to, common));
    }

    private static string[] NamesOf(string type)
    {
        var names = type.Split('.');
        return Databases.IsProduct(Place.Of(type)) ? [.. names[..2], .. names[3..]] : names;
    }

    private static string Member(string[] names, int at) => at == names.Length - 1 ? names[at] + ".cs" : names[at];

    /// <summary>The members that use each other, with at least one folder among them.</summary>
    private static IEnumerable<IReadOnlyList<string>> Groups(HashSet<(string From, string To)> edges)
    {
        var reached = edges.Select(edge => edge.From).Distinct(StringComparer.Ordinal)
            .ToDictionary(member => member, member => Reached(member, edges), StringComparer.Ordinal);
        return reached.Keys.Where(member => !IsFile(member) && reached[member].Contains(member))
            .Select(member => (IReadOnlyList<string>)[.. reached[member].Where(other => reached.TryGetValue(other, out var back) && back.Contains(member)).Order(StringComparer.Ordinal)])
            .DistinctBy(members => members[0] + members[^1] + members.Count);
    }

    private static HashSet<string> Reached(string member, HashSet<(string From, string To)> edges)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([member]);
        while (open.TryDequeue(out var next))
        {
            foreach (var (_, to) in edges.Where(edge => edge.From == next && reached.Add(edge.To)).ToList())
            {
                open.Enqueue(to);
            }
        }

        return reached;
    }

    private static bool IsFile(string member) => member.EndsWith(".cs", StringComparison.Ordinal);

    private static bool IsOf(string type, string project) => type.StartsWith($"Modular.{project}.", StringComparison.Ordinal);
}
