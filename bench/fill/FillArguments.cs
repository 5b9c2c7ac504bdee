using System.Globalization;

namespace Modular.Fill;

/// <summary>The database to fill, and the amount of data.</summary>
/// <param name="Provider"><c>Sqlite</c> or <c>PostgreSql</c>.</param>
/// <param name="Connection">The connection string.</param>
/// <param name="Orders">How many orders, 1 to a thousand million.</param>
/// <param name="Customers">How many customers, 1 to ten million.</param>
/// <param name="Heaviest">How many of the orders are the first customer's; the others share the rest evenly.</param>
/// <param name="Issuer">The issuer of the customers' identities.</param>
internal sealed record FillArguments(string Provider, string Connection, long Orders, int Customers, long Heaviest, string Issuer)
{
    public const string Help =
        """
        Fills a migrated, empty database with orders, for benchmarks: the same ones each time.

          --connection "…"    the connection string, like 'Data Source=modular.db'; required
          --provider          Sqlite (default) or PostgreSql
          --orders            how many orders (10000)
          --customers         how many customers (100)
          --heaviest          how many of the orders are the first customer's (a hundredth, or all if there is one customer)
          --issuer            who the customers sign in with (http://localhost:9229/ap-northeast-2_Modular01)

        Customer n has the subject 00000000-0000-4000-8000-, then n as twelve hexadecimal digits.

        """;

    private const long MaxOrders = 1_000_000_000;
    private const int MaxCustomers = 10_000_000;
    private const string StandInIssuer = "http://localhost:9229/ap-northeast-2_Modular01";

    private static readonly string[] Known = ["--connection", "--provider", "--orders", "--customers", "--heaviest", "--issuer"];

    /// <exception cref="FillRefusedException">An argument is unknown, missing or out of its range.</exception>
    public static FillArguments Read(string[] args)
    {
        var values = ReadPairs(args);
        var orders = Number(values, "--orders", 10_000, 1, MaxOrders);
        var customers = (int)Number(values, "--customers", 100, 1, MaxCustomers);
        var heaviest = Number(values, "--heaviest", customers == 1 ? orders : Math.Max(1, orders / 100), 0, orders);
        if (customers == 1 && heaviest != orders)
        {
            throw new FillRefusedException("--heaviest must be all orders when there is one customer: leave it out, or have more customers.");
        }

        return new FillArguments(
            values.GetValueOrDefault("--provider", "Sqlite"),
            values.GetValueOrDefault("--connection") ?? throw new FillRefusedException("--connection is missing: give it, like --connection 'Data Source=modular.db'."),
            orders,
            customers,
            heaviest,
            values.GetValueOrDefault("--issuer", StandInIssuer));
    }

    /// <summary>The database to fill.</summary>
    /// <exception cref="FillRefusedException">The provider is unknown, or the connection string is none of its.</exception>
    public ITarget Target() => Provider.ToUpperInvariant() switch
    {
        "SQLITE" => SqliteTarget.At(Connection),
        "POSTGRESQL" => PostgreSqlTarget.At(Connection),
        _ => throw new FillRefusedException($"--provider '{Provider}' is unknown. Known: PostgreSql, Sqlite."),
    };

    private static Dictionary<string, string> ReadPairs(string[] args)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Length; i += 2)
        {
            if (!Known.Contains(args[i], StringComparer.Ordinal))
            {
                throw new FillRefusedException($"'{args[i]}' is unknown. Known: {string.Join(", ", Known)}, --help.");
            }

            if (i + 1 == args.Length)
            {
                throw new FillRefusedException($"{args[i]} needs a value behind it.");
            }

            if (!values.TryAdd(args[i], args[i + 1]))
            {
                throw new FillRefusedException($"{args[i]} is given twice.");
            }
        }

        return values;
    }

    private static long Number(Dictionary<string, string> values, string name, long absent, long least, long most)
    {
        if (!values.TryGetValue(name, out var text))
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new FillRefusedException(string.Create(CultureInfo.InvariantCulture, $"{name} '{text}' is not a number from {least} to {most}."));
    }
}
