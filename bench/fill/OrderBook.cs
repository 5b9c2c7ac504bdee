namespace Modular.Fill;

/// <summary>
/// The orders one behind the other, in the order of their numbers, which is that of time: a year's worth, however many. It stands on one
/// order at a time, and makes no garbage.
/// </summary>
internal sealed class OrderBook : IDisposable
{
    private const int MaxLines = 4;
    private const int MaxQuantity = 5;

    // Of a hundred orders, these were cancelled; and of all, the newest are still on their way.
    private const int CancelledOfHundred = 5;
    private const int OpenOfHundred = 2;

    private static readonly DateTimeOffset FirstDay = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private readonly FillArguments _arguments;
    private readonly OrderJson _json;
    private readonly Dice _dice = new(20250101);
    private readonly Person[] _people;
    private readonly Guid[] _ids;
    private readonly CatalogueEntry[] _products = [.. Enumerable.Range(1, Product.Count).Select(number => new CatalogueEntry(new Product(number)))];
    private long _heaviestLeft;

    public OrderBook(FillArguments arguments, bool instantsAreNumbers)
    {
        _arguments = arguments;
        _heaviestLeft = arguments.Heaviest;
        _people = [.. Enumerable.Range(1, arguments.Customers).Select(number => new Person(number))];
        _ids = [.. _people.Select(person => person.Id)];
        _json = new OrderJson(instantsAreNumbers);
    }

    /// <summary>All customers.</summary>
    public IReadOnlyList<Person> People => _people;

    public long Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public OrderState Status { get; private set; }

    public long TotalMinor { get; private set; }

    public DateTimeOffset PlacedAt { get; private set; }

    /// <summary>How often it was written: once more for each step.</summary>
    public int Version { get; private set; }

    /// <summary>The lines as JSON, until the next order.</summary>
    public ReadOnlySpan<byte> Lines => _json.Lines;

    /// <summary>The history as JSON, until the next order.</summary>
    public ReadOnlySpan<byte> History => _json.History;

    /// <summary>Goes to the next order.</summary>
    public bool MoveNext()
    {
        if (Id == _arguments.Orders)
        {
            return false;
        }

        Id++;
        CustomerId = _ids[NextCustomer()];
        PlacedAt = FirstDay.AddMilliseconds(Math.Floor((Id - 1) * (Year.TotalMilliseconds / _arguments.Orders)));
        Status = NextStatus();
        WriteLines();
        Version = _json.WriteHistory(Status, CustomerId, PlacedAt);
        return true;
    }

    public void Dispose() => _json.Dispose();

    // Exactly so many are the first customer's, spread over all.
    private long NextCustomer()
    {
        if (_dice.Below(_arguments.Orders - Id + 1) < _heaviestLeft)
        {
            _heaviestLeft--;
            return 0;
        }

        return 1 + _dice.Below(_arguments.Customers - 1);
    }

    private OrderState NextStatus()
    {
        if (_dice.Below(100) < CancelledOfHundred)
        {
            return OrderState.Cancelled;
        }

        var isOpen = Id > _arguments.Orders - (_arguments.Orders * OpenOfHundred / 100);
        return isOpen ? OrderState.Placed + (int)_dice.Below(3) : OrderState.Delivered;
    }

    private void WriteLines()
    {
        TotalMinor = 0;
        var count = 1 + _dice.Below(MaxLines);
        var first = _dice.Below(Product.Count);
        _json.BeginLines();
        for (var i = 0; i < count; i++)
        {
            // Not the same product twice in an order.
            var product = _products[(first + (i * 7)) % Product.Count];
            var quantity = 1 + (int)_dice.Below(MaxQuantity);
            TotalMinor += quantity * product.PriceMinor;
            _json.WriteLine(product, quantity);
        }

        _json.EndLines();
    }
}
