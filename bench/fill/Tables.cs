namespace Modular.Fill;

internal static class Tables
{
    /// <summary>The tables that are filled; the others stay empty.</summary>
    public static IReadOnlyList<string> All { get; } = ["products", "customers", "customer_identities", "orders"];
}
