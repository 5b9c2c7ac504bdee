using Modular.Application.Pipeline;

namespace Modular.Architecture.Tests;

/// <summary>
/// A module is a noun, in every layer. It speaks to another one in that one's language: the requests of its use cases, what their
/// answers are made of, and its ids. Ports, handlers, validators, errors, stores, mappings and endpoints are its own.
/// </summary>
public class Modules
{
    // Code that belongs to no noun uses the requests of all of them; these types may use more, for the reason given.
    private static readonly (string From, string To)[] Exceptions =
    [
        // One database holds the tables of all.
        ("Modular.Infrastructure.Database", "Modular.Domain"),

        // Where everything is put together.
        ("Modular.Application.UseCases", "Modular.Application"),
        ("Modular.Infrastructure.Adapters", "Modular"),
        ("Modular.Api.ApiProgram", "Modular.Api"),
        ("Modular.Api.Commands", "Modular.Api"),
    ];

    private static readonly IReadOnlyList<Use> Uses = Source.Uses;

    private static readonly IReadOnlySet<string> Language = LanguageOf(Source.LayerTypes());

    private static readonly Dictionary<string, string> OfProducts = Source.LayerTypes()
        .Where(type => Place.Of(type.FullName!) is { Layer: "Infrastructure", Room: "Database", Corner: not null })
        .Select(type => (type.FullName, Room: Adapters.Ancestors(type).Select(ancestor => Place.Of(ancestor.FullName!).Room).FirstOrDefault(room => IsNoun(room, Nouns.All))))
        .Where(type => type.Room is not null)
        .ToDictionary(type => type.FullName!, type => type.Room!, StringComparer.Ordinal);

    [Fact]
    public void A_module_speaks_to_another_in_requests_answers_and_ids()
    {
        foreach (var noun in Nouns.All)
        {
            Uses.ShouldContain(use => use.Source.Room == noun || use.Target.Room == noun, noun);
        }

        Uses.Where(use => EndsInAnotherNoun(use, Nouns.All) && IsNoun(RoomOf(use.From), Nouns.All)).ShouldNotBeEmpty();
        Uses.Where(IsIntrusion).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Invoices.IInvoiceStore")]
    [InlineData("Modular.Infrastructure.Invoices.InvoiceStore", "Modular.Infrastructure.Orders.OrderQueries")]
    [InlineData("Modular.Api.Health", "Modular.Application.Invoices.IInvoiceStore")]
    public void A_module_that_is_new_is_under_the_rule_from_its_first_type_on(string from, string to) =>
        IsIntrusion(new Use(from, to), Nouns.Among([from, to, .. Nouns.All.Select(noun => $"Modular.Domain.{noun}.X"), "Modular.Domain.Invoices.Invoice"])).ShouldBeTrue();

    [Theory]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Products.IProductStore")]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Products.FindProductsHandler")]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Customers.CustomerStanding")]
    [InlineData("Modular.Application.Customers.GetAccountHandler", "Modular.Application.Orders.OrderErrors")]
    [InlineData("Modular.Application.Customers.GetAccountHandler", "Modular.Domain.Orders.Order")]
    [InlineData("Modular.Domain.Orders.Order", "Modular.Domain.Customers.Customer")]
    [InlineData("Modular.Domain.Orders.Order", "Modular.Domain.Products.Product")]
    [InlineData("Modular.Infrastructure.Orders.OrderStore", "Modular.Infrastructure.Customers.CustomerQueries")]
    [InlineData("Modular.Infrastructure.Orders.OrderMapping", "Modular.Domain.Customers.Customer")]
    [InlineData("Modular.Infrastructure.Products.ProductStore", "Modular.Infrastructure.Orders.OrderStore")]
    [InlineData("Modular.Api.Orders.OrderEndpoints", "Modular.Api.Products.ProductEndpoints")]
    [InlineData("Modular.Application.Customers.Authorization", "Modular.Application.Orders.IOrderStore")]
    [InlineData("Modular.Application.Pipeline.CurrentCaller", "Modular.Application.Customers.ICustomerStore")]
    [InlineData("Modular.Application.Identity.Caller", "Modular.Domain.Customers.Customer")]
    [InlineData("Modular.Infrastructure.Identity.TokenRouter", "Modular.Application.Customers.ICustomerStore")]
    [InlineData("Modular.Infrastructure.Database.SampleData", "Modular.Application.Orders.IOrderStore")]
    [InlineData("Modular.Api.Health", "Modular.Application.Orders.IOrderStore")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.SqliteOrderStore", "Modular.Infrastructure.Customers.CustomerStore")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.SqliteOrderStore", "Modular.Infrastructure.Database.Sqlite.SqliteCustomerStore")]
    [InlineData("Modular.Infrastructure.Database.PostgreSql.PostgreSqlCustomerStore", "Modular.Application.Orders.IOrderStore")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.Engine.SqliteWriter", "Modular.Infrastructure.Orders.OrderStore")]
    public void A_module_that_reaches_into_another_is_seen(string from, string to) => IsIntrusion(new Use(from, to)).ShouldBeTrue();

    [Theory]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Products.FindProducts")]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Products.ProductItem")]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", "Modular.Application.Orders.IOrderStore")]
    [InlineData("Modular.Domain.Orders.Order", "Modular.Domain.Customers.CustomerId")]
    [InlineData("Modular.Application.Customers.Authorization", "Modular.Application.Customers.ICustomerStore")]
    [InlineData("Modular.Infrastructure.Database.ModularDb", "Modular.Domain.Orders.Order")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.SqliteOrderStore", "Modular.Infrastructure.Orders.OrderStore")]
    [InlineData("Modular.Infrastructure.Database.PostgreSql.PostgreSqlOutboxRelay", "Modular.Infrastructure.Orders.OutboxEntry")]
    [InlineData("Modular.Infrastructure.Database.Sqlite.SqliteRegistration", "Modular.Application.Orders.IOrderStore")]
    public void What_the_rule_allows_stays_allowed(string from, string to) => IsIntrusion(new Use(from, to)).ShouldBeFalse();

    [Fact]
    public void Every_exception_is_still_needed() =>
        Exceptions.Where(exception => !Uses.Any(use => EndsInAnotherNoun(use, Nouns.All) && IsBetween(use, exception))).ShouldBeEmpty();

    [Theory]
    [InlineData("Modular.Application.Orders.PlaceOrder", true)]
    [InlineData("Modular.Application.Orders.OrderDetails", true)]
    [InlineData("Modular.Application.Orders.OrderSummary", true)]
    [InlineData("Modular.Domain.Orders.OrderStatus", true)]
    [InlineData("Modular.Application.Products.FindProducts", true)]
    [InlineData("Modular.Application.Products.ProductItem", true)]
    [InlineData("Modular.Application.Customers.LinkedIdentity", true)]
    [InlineData("Modular.Domain.Customers.Address", true)]
    [InlineData("Modular.Domain.Orders.OrderId", true)]
    [InlineData("Modular.Domain.Customers.CustomerId", true)]
    [InlineData("Modular.Domain.Products.Sku", true)]
    [InlineData("Modular.Application.Orders.IOrderStore", false)]
    [InlineData("Modular.Application.Orders.OrderQuery", false)]
    [InlineData("Modular.Application.Orders.OrderErrors", false)]
    [InlineData("Modular.Application.Orders.PlaceOrderHandler", false)]
    [InlineData("Modular.Application.Customers.CustomerStanding", false)]
    [InlineData("Modular.Application.Identity.Caller", false)]
    [InlineData("Modular.Domain.Orders.Order", false)]
    [InlineData("Modular.Domain.Customers.Customer", false)]
    [InlineData("Modular.Domain.Products.Product", false)]
    public void A_modules_language_is_its_requests_what_their_answers_are_made_of_and_its_ids(string type, bool isSpoken) =>
        Language.Contains(type).ShouldBe(isSpoken);

    private static bool IsIntrusion(Use use) => IsIntrusion(use, Nouns.All);

    private static bool IsIntrusion(Use use, IReadOnlySet<string> nouns) =>
        EndsInAnotherNoun(use, nouns)
        && !Language.Contains(use.To)
        && !IsRegistration(use.From)
        && !Exceptions.Any(exception => IsBetween(use, exception));

    private static bool EndsInAnotherNoun(Use use, IReadOnlySet<string> nouns) =>
        use.Source.Layer is not null && IsNoun(RoomOf(use.To), nouns) && RoomOf(use.From) != RoomOf(use.To);

    /// <summary>The room of a type. A class in the folder of a database product belongs to the noun whose class it derives from.</summary>
    private static string? RoomOf(string type) => OfProducts.GetValueOrDefault(type) ?? Place.Of(type).Room;

    /// <summary>Each database product puts its own together.</summary>
    private static bool IsRegistration(string type) =>
        Place.Of(type) is { Layer: "Infrastructure", Room: "Database", Corner: { } product } && type.EndsWith($".{product}Registration", StringComparison.Ordinal);

    private static bool IsNoun(string? room, IReadOnlySet<string> nouns) => room is not null && nouns.Contains(room);

    private static bool IsBetween(Use use, (string From, string To) exception) =>
        (use.From + ".").StartsWith(exception.From + ".", StringComparison.Ordinal)
        && (use.To + ".").StartsWith(exception.To + ".", StringComparison.Ordinal);

    private static HashSet<string> LanguageOf(IEnumerable<Type> types)
    {
        var language = types.Where(IsId).Select(type => type.FullName!).ToHashSet(StringComparer.Ordinal);
        foreach (var request in types.Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IUseCase))))
        {
            language.Add(request.FullName!);
            foreach (var contract in request.GetInterfaces().Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IUseCase<>)))
            {
                AddParts(contract.GetGenericArguments()[0], language);
            }
        }

        return language;
    }

    /// <summary>A noun's values in Domain are its ids: what is more than a value is a class.</summary>
    private static bool IsId(Type type) =>
        type is { IsValueType: true, IsEnum: false, IsPublic: true } && Place.Of(type.FullName!) is { Layer: "Domain", Room: not null };

    /// <summary>An answer is made of its properties' types, and so on.</summary>
    private static void AddParts(Type type, HashSet<string> language)
    {
        foreach (var part in type.IsGenericType ? type.GetGenericArguments() : [type])
        {
            if (Place.Of(part.FullName!).Room is { } room && Nouns.All.Contains(room)
                && (part.IsNested || language.Add(part.FullName!)))
            {
                foreach (var property in part.GetProperties())
                {
                    AddParts(property.PropertyType, language);
                }
            }
        }
    }
}
