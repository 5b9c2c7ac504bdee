using System.Reflection;
using System.Reflection.Emit;

namespace Modular.Architecture.Tests;

/// <summary>A mention of another type in the code of a type, anywhere: in its declaration, an attribute, or a method's instructions.</summary>
/// <param name="From">The full name of the type that a file declares: what is nested, or made by the compiler, counts as its code.</param>
/// <param name="To">The full name of the type that is mentioned, or of the one that it is nested in.</param>
/// <param name="Library">The assembly of <paramref name="To"/>.</param>
internal sealed record Use(string From, string To, string Library = "")
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    /// <summary>The layer of <see cref="From"/>, like <c>Application</c>.</summary>
    public Place Source => Place.Of(From);

    /// <summary>Where the mentioned type is, if it is ours.</summary>
    public Place Target => Place.Of(To);

    /// <summary>All that <paramref name="types"/> mention, except themselves.</summary>
    public static IReadOnlyList<Use> Of(IEnumerable<Type> types) =>
    [
        .. from type in types
           let @from = NameOf(type)
           from mentioned in Mentioned(type).SelectMany(Parts)
           let to = NameOf(mentioned)
           where @from != to
           group mentioned.Assembly.GetName().Name by (@from, to) into use
           select new Use(use.Key.@from, use.Key.to, use.First()!),
    ];

    /// <summary>The members that the instructions of <paramref name="method"/> name.</summary>
    public static IEnumerable<MemberInfo> MembersIn(MethodBase method) => method.GetMethodBody()?.GetILAsByteArray() is { } il
        ? Tokens(il).Select(token => Resolve(method, token)).OfType<MemberInfo>()
        : [];

    public override string ToString() => $"{From} uses {To}";

    private static string NameOf(Type type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!;
    }

    private static IEnumerable<Type> Mentioned(Type type)
    {
        var members = type.GetMembers(Declared);
        var methods = members.OfType<MethodBase>().ToList();
        return
        [
            .. type.BaseType is { } parent ? [parent] : Type.EmptyTypes,
            .. OwnInterfaces(type),
            .. type.GetGenericArguments().Where(argument => argument.IsGenericParameter).SelectMany(argument => argument.GetGenericParameterConstraints()),
            .. members.OfType<FieldInfo>().Select(field => field.FieldType),
            .. methods.SelectMany(Signature),
            .. methods.SelectMany(Body),
            .. members.Append(type).SelectMany(member => member.GetCustomAttributesData()).SelectMany(Attribute),
            .. methods.SelectMany(method => method.GetParameters()).SelectMany(parameter => parameter.GetCustomAttributesData()).SelectMany(Attribute),
        ];
    }

    /// <summary>Those that the declaration names; what they or the base type imply is their affair.</summary>
    private static IEnumerable<Type> OwnInterfaces(Type type)
    {
        var all = type.GetInterfaces();
        return all.Except(type.BaseType?.GetInterfaces() ?? []).Except(all.SelectMany(contract => contract.GetInterfaces()));
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. method is MethodInfo { ReturnType: var answer } ? [answer] : Type.EmptyTypes,
        .. method.GetParameters().Select(parameter => parameter.ParameterType),
        .. method.IsGenericMethod ? method.GetGenericArguments().SelectMany(ConstraintsOrSelf) : [],
    ];

    private static IEnumerable<Type> ConstraintsOrSelf(Type argument) =>
        argument.IsGenericParameter ? argument.GetGenericParameterConstraints() : [argument];

    private static IEnumerable<Type> Attribute(CustomAttributeData attribute) =>
    [
        attribute.AttributeType,
        .. attribute.ConstructorArguments.Concat(attribute.NamedArguments.Select(argument => argument.TypedValue))
            .Select(argument => argument.Value).OfType<Type>(),
    ];

    private static IEnumerable<Type> Body(MethodBase method) => method.GetMethodBody() is not { } body
        ? []
        :
        [
            .. body.LocalVariables.Select(local => local.LocalType),
            .. body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType!),
            .. Tokens(body.GetILAsByteArray()!).Select(token => Resolve(method, token)).SelectMany(Member),
        ];

    private static IEnumerable<Type> Member(MemberInfo? member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodBase method => [.. method.DeclaringType is { } owner ? [owner] : Type.EmptyTypes, .. Signature(method)],
        _ => [],
    };

    private static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    /// <summary>The metadata tokens in a method's instructions (ECMA-335, partition III).</summary>
    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var i = 0; i < il.Length;)
        {
            int first = il[i++];
            var code = Codes[first == 0xFE ? unchecked((short)(0xFE00 | il[i++])) : (short)first];
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(il, i);
            }

            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                _ => 4,
            };
        }
    }

    /// <summary>A type taken apart: <c>Task&lt;Order[]&gt;</c> is a task, and an order.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter || type.IsFunctionPointer ? []
        : type.IsGenericType && !type.IsGenericTypeDefinition ? [type, .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
