using System.Reflection;
using System.Runtime.CompilerServices;

namespace Modular.Architecture.Tests;

/// <summary>Which methods of ours the compiled instructions of a method call, what is behind an interface or a base type included.</summary>
internal sealed class Calls
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly ILookup<MethodBase, MethodBase> _behind;
    private readonly Dictionary<MethodBase, IReadOnlyList<MethodBase>> _known = [];

    /// <param name="types">The types among which implementations of interfaces and base types are looked for.</param>
    public Calls(IEnumerable<Type> types) => _behind = types.Where(type => !type.IsInterface).SelectMany(Implementations)
        .ToLookup(pair => pair.Declared, pair => pair.Implementing);

    /// <summary>The methods that <paramref name="method"/> calls or hands on.</summary>
    public IReadOnlyList<MethodBase> From(MethodBase method)
    {
        if (!_known.TryGetValue(method, out var calls))
        {
            _known[method] = calls = [.. Called(method).SelectMany(WithImplementations).Where(IsOurs).Where(IsWritten).Distinct()];
        }

        return calls;
    }

    /// <summary>The methods and constructors that a type declares, with those of its nested types.</summary>
    public static IEnumerable<MethodBase> MethodsOf(Type type) =>
        [.. type.GetMembers(Declared).OfType<MethodBase>(), .. type.GetNestedTypes(Declared).SelectMany(MethodsOf)];

    private IEnumerable<MethodBase> WithImplementations(MethodBase method) => _behind[method].Prepend(method);

    private static bool IsOurs(MethodBase method) => method.DeclaringType?.Assembly.GetName().Name!.StartsWith("Modular.", StringComparison.Ordinal) == true;

    /// <summary>Whether it stands in a source file: the compiler makes parts of records and properties.</summary>
    private static bool IsWritten(MethodBase method) =>
        !method.IsAbstract
        && !(method.GetCustomAttribute<CompilerGeneratedAttribute>() is not null && (method.Name[0] != '<' || method.Name == "<Clone>$"))
        && !(method.IsConstructor && method.DeclaringType!.GetMethod("<Clone>$") is not null)
        && !(method.IsConstructor && method.DeclaringType!.IsValueType);

    private static IEnumerable<MethodBase> Called(MethodBase method)
    {
        var body = method.GetCustomAttribute<StateMachineAttribute>() is { } machine
            ? machine.StateMachineType.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)!
            : method;
        return Use.MembersIn(body).OfType<MethodBase>().Select(Definition);
    }

    private static MethodBase Definition(MethodBase method) =>
        method.DeclaringType is null or { IsGenericType: true, IsGenericTypeDefinition: false } || method is MethodInfo { IsGenericMethod: true, IsGenericMethodDefinition: false }
            ? method.Module.ResolveMethod(method.MetadataToken)!
            : method;

    private static IEnumerable<(MethodBase Declared, MethodBase Implementing)> Implementations(Type type)
    {
        foreach (var contract in type.GetInterfaces().Where(contract => contract.Assembly.GetName().Name!.StartsWith("Modular.", StringComparison.Ordinal)))
        {
            var map = type.GetInterfaceMap(contract);
            foreach (var (declared, implementing) in map.InterfaceMethods.Zip(map.TargetMethods))
            {
                if (implementing is not null)
                {
                    yield return (Definition(declared), Definition(implementing));
                }
            }
        }

        foreach (var method in type.GetMethods(Declared).Where(method => method.GetBaseDefinition() is var first && first != method && IsOurs(first)))
        {
            yield return (Definition(method.GetBaseDefinition()), method);
        }
    }
}
