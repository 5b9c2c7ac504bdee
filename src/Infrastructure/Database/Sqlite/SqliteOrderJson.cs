using System.Buffers;
using System.Text.Json;
using Modular.Domain.Orders;

namespace Modular.Infrastructure.Database.Sqlite;

/// <summary>An order's lines and history exactly as EF writes them into a row of SQLite: EF reads and rewrites them.</summary>
internal static class SqliteOrderJson
{
    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText By = JsonEncodedText.Encode("by");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");
    private static readonly JsonEncodedText Sku = JsonEncodedText.Encode("sku");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText UnitPrice = JsonEncodedText.Encode("unit_price_minor");

    /// <summary>The lines, in UTF-8.</summary>
    public static ReadOnlySpan<byte> OfLines(Order order) => Write(order.Lines, static (json, line) =>
    {
        json.WriteString(Name, line.Name);
        json.WriteNumber(Quantity, line.Quantity);
        json.WriteString(Sku, line.Sku.Value);
        json.WriteNumber(UnitPrice, line.UnitPriceMinor);
    });

    /// <summary>The history, in UTF-8.</summary>
    public static ReadOnlySpan<byte> OfHistory(Order order) => Write(order.History, static (json, entry) =>
    {
        json.WriteNumber(At, entry.At.ToUnixTimeMilliseconds());
        json.WriteString(By, entry.By.Value);
        json.WriteNumber(Status, (int)entry.Status);
    });

    private static ReadOnlySpan<byte> Write<T>(IReadOnlyList<T> all, Action<Utf8JsonWriter, T> write)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartArray();
            foreach (var each in all)
            {
                json.WriteStartObject();
                write(json, each);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return written.WrittenSpan;
    }
}
