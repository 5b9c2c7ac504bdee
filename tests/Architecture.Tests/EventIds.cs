using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Modular.Architecture.Tests;

/// <summary>An event id names one line of the log in one program, and its thousands name the program.</summary>
public class EventIds
{
    private static readonly Dictionary<int, string[]> Programs = new()
    {
        [1] = ["Domain", "Application", "Infrastructure", "Api"],
        [2] = ["AppClient"],
        [3] = ["LocalCognito"],
        [4] = ["AppHost"],
        [5] = ["Telemetry"],
    };

    [Fact]
    public void Each_program_has_its_thousand_and_no_id_stands_twice()
    {
        Programs.Values.SelectMany(projects => projects).Order(StringComparer.Ordinal).ShouldBe(Source.Projects.Order(StringComparer.Ordinal));
        foreach (var (thousand, projects) in Programs)
        {
            Wrong(thousand, [.. projects.SelectMany(project => Ids(Source.AssemblyOf(project).GetTypes()))]).ShouldBeEmpty(string.Join(", ", projects));
        }

        Ids(Source.AssemblyOf("Api").GetTypes()).ShouldNotBeEmpty();
        Ids(Source.AssemblyOf("LocalCognito").GetTypes()).ShouldNotBeEmpty();
    }

    [Fact]
    public void An_id_of_another_program_is_seen() => Wrong(2, [2001, 1002]).ShouldBe([1002]);

    [Fact]
    public void An_id_that_stands_twice_is_seen() => Wrong(2, [2001, 2002, 2001]).ShouldBe([2001]);

    private static IEnumerable<int> Wrong(int thousand, IReadOnlyList<int> ids) =>
        ids.Where(id => id / 1000 != thousand).Concat(ids.GroupBy(id => id).Where(same => same.Count() > 1).Select(same => same.Key));

    private static IReadOnlyList<int> Ids(IEnumerable<Type> types) =>
    [
        .. types.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>().Select(message => message.EventId),
    ];
}
