namespace Modular.Architecture.Tests;

/// <summary>The rules see no more than <see cref="Use"/> reads: so it has to read every way in which code can mention a type.</summary>
public class UseTests
{
    private static readonly IReadOnlyList<Use> Uses = Use.Of(typeof(Mentions<>).Assembly.GetTypes().Where(type => IsIn(type, typeof(Mentions<>))));

    [Theory]
    [InlineData(typeof(Parent<>))]
    [InlineData(typeof(InBaseArgument))]
    [InlineData(typeof(IInInterface))]
    [InlineData(typeof(IInTypeConstraint))]
    [InlineData(typeof(InField))]
    [InlineData(typeof(InProperty))]
    [InlineData(typeof(InParameter))]
    [InlineData(typeof(InOut))]
    [InlineData(typeof(InAnswer))]
    [InlineData(typeof(IInMethodConstraint))]
    [InlineData(typeof(InTypeOf))]
    [InlineData(typeof(InCast))]
    [InlineData(typeof(InCatch))]
    [InlineData(typeof(InCall))]
    [InlineData(typeof(InCalledSignature))]
    [InlineData(typeof(InCallArgument))]
    [InlineData(typeof(InNew))]
    [InlineData(typeof(InArray))]
    [InlineData(typeof(InLambda))]
    [InlineData(typeof(InAsync))]
    [InlineData(typeof(InIterator))]
    [InlineData(typeof(InNested))]
    [InlineData(typeof(InAttribute))]
    [InlineData(typeof(InAttributeOfParameter))]
    [InlineData(typeof(InAttributeArgument))]
    [InlineData(typeof(InStaticField))]
    public void Code_cannot_mention_a_type_unseen(Type mentioned) =>
        Uses.ShouldContain(new Use(typeof(Mentions<>).FullName!, mentioned.FullName!, "Modular.Architecture.Tests"));

    [Fact]
    public void What_nobody_mentions_is_not_seen() => Uses.ShouldNotContain(use => use.To == typeof(Nowhere).FullName);

    [Fact]
    public void What_a_base_type_implements_is_its_own_affair() =>
        Uses.ShouldNotContain(use => use.To == typeof(IBehindBase).FullName || use.To == typeof(IBehindInterface).FullName);

    [Theory]
    [InlineData("Modular.Infrastructure.Identity.Cognito.CognitoCheck", "Infrastructure", "Identity", "Cognito")]
    [InlineData("Modular.Domain.Orders.Order", "Domain", "Orders", null)]
    [InlineData("Modular.Application.UseCases", "Application", null, null)]
    [InlineData("System.String", null, null, null)]
    [InlineData("Program", null, null, null)]
    public void A_full_name_tells_the_place(string name, string? layer, string? room, string? corner) =>
        Place.Of(name).ShouldBe(new Place(layer, room, corner));

    private static bool IsIn(Type? type, Type outer) => type is not null && (type == outer || IsIn(type.DeclaringType, outer));
}

internal class Grandparent : IBehindBase;
internal sealed class InBaseArgument;
internal interface IBehindBase;
internal interface IBehindInterface;
internal interface IInInterface : IBehindInterface;
internal interface IInTypeConstraint;
internal sealed class InField;
internal sealed class InProperty;
internal sealed class InParameter;
internal sealed class InOut;
internal sealed class InAnswer;
internal interface IInMethodConstraint;
internal sealed class InTypeOf;
internal sealed class InCast;
internal sealed class InCatch : Exception;
internal sealed class InCalledSignature;
internal sealed class InCallArgument;
internal sealed class InNew;
internal sealed class InArray;
internal sealed class InLambda;
internal sealed class InAsync;
internal sealed class InIterator;
internal sealed class InNested;
internal sealed class InAttributeArgument;
internal sealed class Nowhere;

[AttributeUsage(AttributeTargets.All)]
internal sealed class InAttribute : Attribute
{
    public Type? Type { get; set; }
}

[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class InAttributeOfParameter : Attribute;

internal static class InCall
{
    public static InCalledSignature? Do() => null;
}

internal static class InStaticField
{
    public static readonly string Value = new('a', 1);
}

internal class Parent<T> : Grandparent
{
    public T? Value { get; set; }
}

internal sealed class Mentions<T> : Parent<InBaseArgument>, IInInterface
    where T : IInTypeConstraint
{
    public List<InField?[]> Field = [];

    [In(Type = typeof(InAttributeArgument))]
    public InProperty? Property { get; set; }

    public Func<object> Lambda { get; } = () => new InLambda();

    public static void Parameter(InParameter[] given, [InAttributeOfParameter] out InOut? made) => made = given.Length == 0 ? null : new InOut();

    public static Task<InAnswer?> Answer<TOther>()
        where TOther : IInMethodConstraint => Task.FromResult<InAnswer?>(null);

    public static bool Body(object given)
    {
        try
        {
            InCall.Do();
            GC.KeepAlive(new List<InNew>());
            GC.KeepAlive(new InArray[1]);
            GC.KeepAlive(Array.Empty<InCallArgument>());
            return given is InCast || given == (object)typeof(InTypeOf) || InStaticField.Value.Length == 0;
        }
        catch (InCatch)
        {
            return false;
        }
    }

    public static async Task Async()
    {
        await Task.Yield();
        GC.KeepAlive(new InAsync());
    }

    public static IEnumerable<object> Iterator()
    {
        yield return new InIterator();
    }

    internal sealed class Nested
    {
        public InNested? Inner { get; set; }
    }
}
