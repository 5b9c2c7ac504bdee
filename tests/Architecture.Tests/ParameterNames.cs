using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Modular.Architecture.Tests;

/// <summary>Parameters of the commonest types have one name in every program: <c>cancellationToken</c>, <c>time</c>, <c>logger</c>.</summary>
public class ParameterNames
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Names that are still in use, by project. One that is gone must leave this list.</summary>
    private static readonly string[] Exceptions =
    [
        // A clock that stands before another one names it by that.
        "LocalCognito: TimeProvider inner",
    ];

    [Fact]
    public void Tokens_clocks_and_loggers_have_one_name()
    {
        var wrong = Source.Projects
            .SelectMany(project => Source.AssemblyOf(project).GetTypes().SelectMany(Wrong).Select(name => $"{project}: {name}"))
            .Distinct(StringComparer.Ordinal).ToList();

        wrong.Except(Exceptions, StringComparer.Ordinal).ShouldBeEmpty("rename these to cancellationToken, time and logger");
        Exceptions.Except(wrong, StringComparer.Ordinal).ShouldBeEmpty("these names are gone: take them from the list of exceptions");
    }

    [Fact]
    public void Another_name_is_seen() => Wrong(typeof(OtherNames)).Order(StringComparer.Ordinal)
        .ShouldBe(["CancellationToken stop", "ILogger log", "TimeProvider _clock", "TimeProvider clock"]);

    [Fact]
    public void A_name_that_a_library_gave_is_its_affair() => Wrong(typeof(LibrarysName)).ShouldBeEmpty();

    private static IEnumerable<string> Wrong(Type type)
    {
        if (IsMade(type))
        {
            return [];
        }

        var members = type.GetMembers(Declared).Where(member => !member.Name.Contains('<', StringComparison.Ordinal)).ToList();
        return
        [
            .. from method in members.OfType<MethodBase>()
               where !method.Name.StartsWith("set_", StringComparison.Ordinal) && !OverridesALibrary(method)
               from parameter in method.GetParameters()
               where Expected(parameter.ParameterType) is { } name && parameter.Name is { } given && given != name && given.Trim('_').Length > 0
               select $"{ShortName(parameter.ParameterType)} {parameter.Name}",
            .. from field in members.OfType<FieldInfo>()
               where Expected(field.FieldType) is { } name && field.Name.TrimStart('_') != name && !field.IsStatic
               select $"{ShortName(field.FieldType)} {field.Name}",
        ];
    }

    private static string? Expected(Type type) => ShortName(type) switch
    {
        nameof(CancellationToken) => "cancellationToken",
        nameof(TimeProvider) => "time",
        nameof(ILogger) => "logger",
        _ => null,
    };

    private static string ShortName(Type type) => type.Name.Split('`')[0];

    // Written by the compiler or a generator.
    private static bool IsMade(Type? type) => type is not null
        && (type.FullName!.Contains('<', StringComparison.Ordinal)
            || type.Namespace?.StartsWith("Modular.", StringComparison.Ordinal) != true
            || type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null
            || IsMade(type.DeclaringType));

    private static bool OverridesALibrary(MethodBase method) =>
        method is MethodInfo { IsVirtual: true } info
        && info.GetBaseDefinition().DeclaringType!.Assembly.GetName().Name?.StartsWith("Modular.", StringComparison.Ordinal) != true;

#pragma warning disable CA1801, CA1823, IDE0044, IDE0051, IDE0052, IDE0060, CS0169, CS0414, CS9113
    private sealed class OtherNames(TimeProvider clock)
    {
        private readonly TimeProvider _clock = clock;

        public TimeProvider Use(ILogger log, CancellationToken stop) => _clock;
    }
#pragma warning restore CA1801, CA1823, IDE0044, IDE0051, IDE0052, IDE0060, CS0169, CS0414, CS9113

    private sealed class LibrarysName : MemoryStream
    {
        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
