using System.CodeDom.Compiler;
using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Modular.Architecture.Tests;

/// <summary>Nothing that changes is static: two tests, two tenants, two requests never meet in it.</summary>
public class State
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Changeable =
    [
        typeof(List<>), typeof(IList<>), typeof(ICollection<>), typeof(Collection<>), typeof(Dictionary<,>), typeof(IDictionary<,>),
        typeof(SortedDictionary<,>), typeof(HashSet<>), typeof(ISet<>), typeof(Queue<>), typeof(Stack<>), typeof(ConcurrentDictionary<,>),
        typeof(ConcurrentQueue<>), typeof(ConcurrentBag<>),
    ];

    private static IReadOnlyList<Type> Types =>
        [.. Source.Layers.Concat(Source.Programs).SelectMany(project => Source.AssemblyOf(project).GetTypes()).Where(type => !IsGenerated(type))];

    [Fact]
    public void Static_fields_never_change()
    {
        Types.SelectMany(type => type.GetFields(Static)).Count(field => field.IsInitOnly).ShouldBeGreaterThan(20);
        Types.SelectMany(ChangingFields).ShouldBeEmpty();
    }

    [Fact]
    public void A_static_field_that_changes_is_seen() => ChangingFields(typeof(Changing)).ShouldBe(
        ["Modular.Architecture.Tests.Changing: _count", "Modular.Architecture.Tests.Changing: <Name>k__BackingField"], ignoreOrder: true);

    [Fact]
    public void Static_collections_that_others_see_cannot_be_changed()
    {
        Types.SelectMany(type => type.GetProperties(Static)).Count().ShouldBeGreaterThan(10);
        Types.SelectMany(ChangeableCollections).ShouldBeEmpty();
    }

    [Fact]
    public void A_static_collection_that_others_could_change_is_seen() => ChangeableCollections(typeof(Changing)).ShouldBe(
        [
            "Modular.Architecture.Tests.Changing: Names", "Modular.Architecture.Tests.Changing: Numbers",
            "Modular.Architecture.Tests.Changing: ByName",
        ],
        ignoreOrder: true);

    private static IEnumerable<string> ChangingFields(Type type) =>
        from field in type.GetFields(Static)
        where !field.IsInitOnly && !field.IsLiteral && !field.Name.StartsWith("<>", StringComparison.Ordinal)
            && !field.IsDefined(typeof(GeneratedCodeAttribute))
        select $"{type.FullName}: {field.Name}";

    private static IEnumerable<string> ChangeableCollections(Type type) =>
        from member in type.GetFields(Static).Where(field => !field.IsPrivate).Select(field => (field.Name, Type: field.FieldType))
            .Concat(type.GetProperties(Static).Where(property => property.GetMethod is { IsPrivate: false })
                .Select(property => (property.Name, Type: property.PropertyType)))
        where member.Type.IsArray || (member.Type.IsGenericType && Changeable.Contains(member.Type.GetGenericTypeDefinition()))
        select $"{type.FullName}: {member.Name}";

    // Hand-written types alone count.
    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute))
        || type.IsDefined(typeof(GeneratedCodeAttribute))
        || type.Name.StartsWith('<')
        || (type.DeclaringType is { } declaring && IsGenerated(declaring));
}

internal static class Changing
{
    public const int Constant = 1;

    public static readonly int[] Numbers = [1];

    internal static readonly Dictionary<string, int> ByName = new(StringComparer.Ordinal);

    private static readonly List<int> Inner = [1];

    private static int _count;

    public static List<string> Names { get; } = [];

    public static IReadOnlyList<string> Fixed { get; } = [];

    public static string Name { get; set; } = "";

    public static int Next() => Inner.Count + _count++;
}
