using Modular.Api.Tests.Customers;
using Modular.Api.Tests.Hosting;

namespace Modular.Api.Tests.Routes;

/// <summary>The owner of a route's data, and the way in which a test makes data of a customer.</summary>
/// <param name="Whose">The owner of its data.</param>
/// <param name="MakeAsync">Makes what the route's parameter names, as its owner, and gives its number; null for a route without one.</param>
/// <param name="None">A number that nothing has.</param>
/// <param name="Body">The body of a valid request.</param>
internal sealed record Ground(Whose Whose, Func<HttpClient, Task<string>>? MakeAsync = null, string None = "", string? Body = null)
{
    private const string NoOrder = "999999999";

    private const string Order = """{"lines":[{"sku":"TEA-GREEN-100","quantity":1}]}""";

    private static readonly string Nobody = Guid.NewGuid().ToString();

    /// <summary>The facts of each route.</summary>
    private static readonly IReadOnlyDictionary<string, Ground> Known = new Dictionary<string, Ground>(StringComparer.Ordinal)
    {
        ["GET /api/orders"] = new(Whose.Mine),
        ["POST /api/orders"] = new(Whose.Mine, Body: Order),
        ["GET /api/orders/events"] = new(Whose.Mine),
        ["GET /api/orders/{id:long}"] = new(Whose.MineOrAnybodys, OrderAsync, NoOrder),
        ["POST /api/orders/{id:long}/cancel"] = new(Whose.Mine, OrderAsync, NoOrder),
        ["POST /api/orders/{id:long}/pay"] = new(Whose.Anybodys, OrderAsync, NoOrder),
        ["POST /api/orders/{id:long}/ship"] = new(Whose.Anybodys, OrderAsync, NoOrder),
        ["POST /api/orders/{id:long}/deliver"] = new(Whose.Anybodys, OrderAsync, NoOrder),
        ["GET /api/products"] = new(Whose.Nobodys),
        ["GET /api/fulfilment/orders"] = new(Whose.Anybodys),
        ["GET /api/profile"] = new(Whose.Mine),
        ["PUT /api/profile"] = new(Whose.Mine, Body: "{}"),
        ["GET /api/account"] = new(Whose.Mine),
        ["DELETE /api/account"] = new(Whose.Mine),
        ["GET /api/account/export"] = new(Whose.Mine),
        ["POST /api/account/identities"] = new(Whose.Mine, Body: """{"token":"x"}"""),
        ["DELETE /api/account/identities/{id:guid}"] = new(Whose.Mine, IdentityAsync, Nobody),
        ["POST /api/account/sign-out-everywhere"] = new(Whose.Mine),
        ["GET /api/customers/{customerId:guid}/orders"] = new(Whose.Anybodys, People.CustomerIdAsync, Nobody),
        ["POST /api/customers/{customerId:guid}/sign-out-everywhere"] = new(Whose.Anybodys, People.CustomerIdAsync, Nobody),
        ["POST /api/customers/{customerId:guid}/suspend"] = new(Whose.Anybodys, People.CustomerIdAsync, Nobody),
        ["POST /api/customers/{customerId:guid}/reinstate"] = new(Whose.Anybodys, People.CustomerIdAsync, Nobody),
    };

    /// <summary>The routes that tests know.</summary>
    public static IEnumerable<string> Routes => Known.Keys;

    /// <summary>The facts of a route.</summary>
    /// <exception cref="InvalidOperationException">Nothing, or not enough; the message says what to add.</exception>
    public static Ground Of(Route route)
    {
        if (route.Access is null)
        {
            throw new InvalidOperationException($"{route} does not say who may: map it with UseCaseEndpoints, so that the request type's Access is its metadata.");
        }

        if (!Known.TryGetValue(route.ToString(), out var ground))
        {
            throw new InvalidOperationException(
                $"Nothing is known of {route}: add it to {nameof(Ground)}, with whose data it is about and, if its address names a thing, how to make one.");
        }

        return route.NamesSomething == (ground.MakeAsync is not null)
            ? ground
            : throw new InvalidOperationException($"{route} names a thing and {nameof(Ground)} makes none, or the other way round: say there how to make one.");
    }

    private static async Task<string> OrderAsync(HttpClient owner)
    {
        using var placed = await owner.PostTextAsync("/api/orders", Order);
        return placed.Headers.Location!.ToString().Split('/')[^1];
    }

    private static async Task<string> IdentityAsync(HttpClient owner) =>
        (await owner.GetJsonAsync("/api/account")).GetProperty("identities")[0].Text("id");
}

/// <summary>The owner of a route's data.</summary>
internal enum Whose
{
    /// <summary>The caller alone: data of another customer is not found, and a machine has none.</summary>
    Mine,

    /// <summary>The caller, and every customer for staff and machines.</summary>
    MineOrAnybodys,

    /// <summary>Every customer, for staff and machines alone.</summary>
    Anybodys,

    /// <summary>The same for all.</summary>
    Nobodys,
}
