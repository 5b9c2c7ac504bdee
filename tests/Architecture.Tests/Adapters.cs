using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Microsoft.Extensions.Options;
using Modular.Application.Identity;
using Modular.Application.Products;

namespace Modular.Architecture.Tests;

/// <summary>An adapter is one folder and one line, and code outside sees only the port.</summary>
public class Adapters
{
    private const string Identity = "Modular.Infrastructure.Identity";

    // The folders that the adapters share. Every other folder of the room is an adapter.
    private static readonly string[] Shared = ["Http", "Keys", "Tokens", "Validation"];

    // The one place with a line for each adapter.
    private const string Builder = Identity + ".IdentityBuilder";

    private static readonly IReadOnlyList<Use> Uses = Source.Uses;

    private static readonly string[] Roles =
    [
        "IHandler`2", "Step`2", "AbstractValidator`1", "IEntityTypeConfiguration`1", "ValueConverter`2", "DbContext",
        "IIdentityProvider", "IValidateOptions`1",
    ];

    [Fact]
    public void Deleting_an_identity_adapter_takes_its_folder_and_its_line()
    {
        var adapters = Source.LayerTypes().Select(type => Place.Of(type.FullName!)).Where(IsAdapter)
            .Select(place => place.Corner)
            .ToHashSet();
        adapters.ShouldContain("Cognito");
        adapters.ShouldContain("Fake");
        foreach (var adapter in adapters)
        {
            Uses.ShouldContain(use => use.From == Builder && use.Target.Corner == adapter);
        }

        Uses.Where(KnowsAnAdapter).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Identity + ".Cognito.CognitoProvider", Identity + ".Fake.FakeTokens")]
    [InlineData(Identity + ".Fake.FakeProvider", Identity + ".Cognito.CognitoOptions")]
    [InlineData(Identity + ".Validation.TokenRouter", Identity + ".Cognito.CognitoProvider")]
    [InlineData("Modular.Infrastructure.Adapters", Identity + ".Fake.FakeRegistration")]
    [InlineData("Modular.Api.ApiProgram", Identity + ".Cognito.CognitoRegistration")]
    public void Other_code_that_knows_an_adapter_is_seen(string from, string to) => KnowsAnAdapter(new Use(from, to)).ShouldBeTrue();

    [Theory]
    [InlineData(Builder, Identity + ".Cognito.CognitoRegistration")]
    [InlineData(Identity + ".Cognito.CognitoProvider", Identity + ".Cognito.CognitoIssuers")]
    [InlineData(Identity + ".Cognito.CognitoProvider", Identity + ".Keys.JwksCache")]
    [InlineData("Modular.Infrastructure.Orders.OrderStore", "Modular.Infrastructure.Database.ModularDb")]
    public void What_the_rule_allows_stays_allowed(string from, string to) => KnowsAnAdapter(new Use(from, to)).ShouldBeFalse();

    [Fact]
    public void What_stands_behind_a_port_or_in_the_pipeline_is_internal_and_sealed()
    {
        var types = Source.LayerTypes();
        foreach (var role in Roles)
        {
            types.ShouldContain(type => RoleOf(type) == role, $"nothing is a {role}: its name in the list can go");
        }

        types.ShouldContain(type => RoleOf(type) == nameof(IProductStore));
        types.ShouldContain(type => RoleOf(type) == nameof(ITokenValidator));
        types.Where(IsExposed).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(Visible.PublicStore))]
    [InlineData(typeof(UnsealedStore))]
    [InlineData(typeof(Visible.PublicValidator))]
    [InlineData(typeof(UnsealedMapping))]
    [InlineData(typeof(Visible.PublicConversion))]
    [InlineData(typeof(UnsealedCheck))]
    public void An_adapter_that_others_could_see_or_inherit_is_seen(Type type) => IsExposed(type).ShouldBeTrue();

    [Fact]
    public void Every_port_has_an_adapter()
    {
        var types = Source.LayerTypes();
        var ports = types.Where(IsPort).ToList();
        ports.ShouldContain(typeof(IProductStore));
        ports.Where(port => !types.Any(type => IsAdapterOf(type, port))).ShouldBeEmpty();
        types.Any(type => IsAdapterOf(type, typeof(INobody))).ShouldBeFalse();
    }

    private static bool IsAdapterOf(Type type, Type port) => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(port);

    private static bool IsAdapter(Place place) => place is { Layer: "Infrastructure", Room: "Identity", Corner: not null } && !Shared.Contains(place.Corner, StringComparer.Ordinal);

    private static bool KnowsAnAdapter(Use use) => IsAdapter(use.Target) && use.From != Builder && use.Source != use.Target;

    /// <summary>An interface that does something; one of properties alone only says what a request has.</summary>
    internal static bool IsPort(Type type) => type is { IsInterface: true, IsPublic: true, IsGenericType: false }
        && Place.Of(type.FullName!) is { Layer: "Application", Room: not null and not "Pipeline" }
        && type.GetMethods().Any(method => !method.IsSpecialName);

    private static bool IsExposed(Type type) => RoleOf(type) is not null && (type.IsVisible || !type.IsSealed);

    /// <summary>The purpose of a type that only our own code calls; null for any other type.</summary>
    private static string? RoleOf(Type type) => !type.IsClass || type.IsAbstract
        ? null
        : type.GetInterfaces().FirstOrDefault(IsPort)?.Name
            ?? Ancestors(type).Concat(type.GetInterfaces()).Select(ancestor => ancestor.Name)
                .FirstOrDefault(name => Roles.Contains(name, StringComparer.Ordinal));

    internal static IEnumerable<Type> Ancestors(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }

    private interface INobody;
}

public static class Visible
{
    public sealed class PublicStore : Store;

    public sealed class PublicValidator : AbstractValidator<string>;

    public sealed class PublicConversion() : ValueConverter<int, long>(value => value, value => (int)value);
}

public abstract class Store : IProductStore
{
    public Task<IReadOnlyList<ProductItem>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<ProductItem>> FindAsync(IReadOnlyCollection<Domain.Products.Sku> skus, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<ProductChanges> PutAsync(IReadOnlyCollection<Domain.Products.Product> products, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}

#pragma warning disable CA1852 // The rule has to see that these are not sealed.
internal class UnsealedStore : Store;

internal class UnsealedMapping : IEntityTypeConfiguration<string>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<string> builder) => throw new NotSupportedException();
}

internal class UnsealedCheck : IValidateOptions<string>
{
    public ValidateOptionsResult Validate(string? name, string options) => throw new NotSupportedException();
}
