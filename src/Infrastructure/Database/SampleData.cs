using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Modular.Domain;
using Modular.Domain.Customers;
using Modular.Domain.Orders;
using Modular.Domain.Products;

namespace Modular.Infrastructure.Database;

/// <summary>The sample people, products and orders, for development: alice's orders 1 and 2, bob's order 3.</summary>
public sealed class SampleData
{
    // The default issuer of the Fake provider.
    private const string FakeIssuer = "https://fake.invalid";

    private const string StandInIssuer = "http://localhost:9229/ap-northeast-2_Modular01";

    private static readonly (string Person, string Subject)[] StandInPeople =
    [
        ("alice", "00000000-0000-4000-8000-00000000000a"),
        ("bob", "00000000-0000-4000-8000-00000000000b"),
        ("carol", "00000000-0000-4000-8000-00000000000c"),
    ];

    private readonly IWriter _writer;
    private readonly IReadOnlyList<(string Person, string Issuer, string Subject)> _identities;
    private readonly TimeProvider _time;

    /// <summary>The issuers whose tokens lead to the sample people.</summary>
    public IEnumerable<string> Issuers => _identities.Select(identity => identity.Issuer).Distinct(StringComparer.Ordinal);

    internal SampleData(IWriter writer, IConfiguration configuration, TimeProvider time)
    {
        _writer = writer;
        _time = time;
        _identities = ReadIdentities(configuration.GetSection("SampleData:Identities"), Unconfigured(configuration));
    }

    /// <summary>Fills an empty database; leaves any other alone.</summary>
    /// <exception cref="ConfigurationException"><c>SampleData:Identities</c> is incomplete or names an unknown person.</exception>
    public Task AddAsync(CancellationToken cancellationToken) => _writer.WriteAsync(AddToEmptyAsync, cancellationToken);

    private async Task<bool> AddToEmptyAsync(ModularDb db, CancellationToken cancellationToken)
    {
        if (await db.Products.AnyAsync(cancellationToken) || await db.Customers.AnyAsync(cancellationToken))
        {
            return false;
        }

        var products = Products();
        db.Products.AddRange(products);
        var now = _time.GetUtcNow();
        var customers = new Dictionary<string, Customer>(StringComparer.Ordinal);
        foreach (var (person, issuer, subject) in _identities)
        {
            if (customers.TryGetValue(person, out var known))
            {
                known.Link(issuer, subject, now);
                continue;
            }

            var customer = Customer.FirstSeen(CustomerId.New(now), issuer, subject, now);
            customer.Describe(new Profile(char.ToUpperInvariant(person[0]) + person[1..], $"{person}@example.com", null, []));
            customers.Add(person, customer);
        }

        db.Customers.AddRange(customers.Values);
        await db.SaveChangesAsync(cancellationToken);

        await PlaceAsync("alice", [(products[0], 1), (products[2], 2)], now.AddDays(-9), [OrderStatus.Paid, OrderStatus.Shipping, OrderStatus.Delivered]);
        await PlaceAsync("alice", [(products[1], 1)], now.AddDays(-2), [OrderStatus.Paid, OrderStatus.Shipping]);
        await PlaceAsync("bob", [(products[3], 3)], now.AddHours(-1), []);
        return true;

        // One at a time, so that the numbers are those that people know.
        async Task PlaceAsync(string person, (Product Product, int Quantity)[] items, DateTimeOffset placed, OrderStatus[] steps)
        {
            var owner = customers[person].Id;
            var order = Order.Place(
                owner,
                items[0].Product.Currency,
                [.. items.Select(item => new OrderLine(item.Product.Sku, item.Product.Name, item.Quantity, item.Product.PriceMinor))],
                placed);
            for (var i = 0; i < steps.Length; i++)
            {
                order.TryBecome(steps[i], Actor.Client("fulfilment-client"), placed.AddHours(3 * (i + 1)));
            }

            db.Orders.Add(order);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private static Product[] Products()
    {
        var euro = new Currency("EUR");
        return
        [
            new Product(new Sku("TEA-GREEN-100"), "Green tea, 100 g", new Money(890, euro)),
            new Product(new Sku("POT-CAST-IRON"), "Cast-iron teapot", new Money(5400, euro)),
            new Product(new Sku("CUP-PORCELAIN"), "Porcelain cup", new Money(1250, euro)),
            new Product(new Sku("TEA-OOLONG-50"), "Oolong, 50 g", new Money(1190, euro)),
            new Product(new Sku("WHISK-BAMBOO"), "Bamboo whisk", new Money(1650, euro)),
        ];
    }

    private static IReadOnlyList<(string Person, string Issuer, string Subject)> ReadIdentities(
        IConfigurationSection section, IReadOnlyList<(string Person, string Issuer, string Subject)> otherwise)
    {
        var identities = section.GetChildren().Select(entry =>
            entry["Person"] is { } person && entry["Issuer"] is { Length: > 0 } issuer && entry["Subject"] is { Length: > 0 } subject
                ? StandInPeople.Any(known => known.Person == person)
                    ? (person, issuer, subject)
                    : throw new ConfigurationException($"{entry.Path}:Person is unknown. Known: alice, bob, carol.")
                : throw new ConfigurationException($"{entry.Path} needs Person, Issuer and Subject: set all three.")).ToList();

        // The sample orders need their customers, whatever else is configured.
        return [.. identities, .. otherwise.Where(other => !identities.Exists(identity => identity.person == other.Person))];
    }

    // Providers for development need no setting: the subjects of the Fake provider are the names of the people, and a stand-in on this
    // machine has the sample pool at any port.
    private static IReadOnlyList<(string Person, string Issuer, string Subject)> Unconfigured(IConfiguration configuration)
    {
        foreach (var provider in configuration.GetSection("Identity:Providers").GetChildren())
        {
            switch (provider["Kind"], provider["Issuer"])
            {
                case ("Fake", var issuer):
                    return [.. StandInPeople.Select(known => (known.Person, issuer ?? FakeIssuer, known.Person))];
                case ("Cognito", { } issuer) when Uri.TryCreate(issuer, UriKind.Absolute, out var address) && address.IsLoopback:
                    return [.. StandInPeople.Select(known => (known.Person, issuer, known.Subject))];
            }
        }

        return [.. StandInPeople.Select(known => (known.Person, StandInIssuer, known.Subject))];
    }
}
