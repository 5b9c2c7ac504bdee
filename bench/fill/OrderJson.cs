using System.Buffers;
using System.Text.Json;

namespace Modular.Fill;

/// <summary>An order's lines and history, as the product writes them.</summary>
/// <param name="instantsAreNumbers">Milliseconds since 1970 (SQLite) rather than text (PostgreSQL).</param>
internal sealed class OrderJson(bool instantsAreNumbers) : IDisposable
{
    private const string FulfilmentClient = "client:fulfilment-client";

    private static readonly JsonEncodedText At = JsonEncodedText.Encode("at");
    private static readonly JsonEncodedText By = JsonEncodedText.Encode("by");
    private static readonly JsonEncodedText StatusName = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Quantity = JsonEncodedText.Encode("quantity");
    private static readonly JsonEncodedText Sku = JsonEncodedText.Encode("sku");
    private static readonly JsonEncodedText UnitPrice = JsonEncodedText.Encode("unit_price_minor");

    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly ArrayBufferWriter<byte> _history = new();
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    public ReadOnlySpan<byte> Lines => _lines.WrittenSpan;

    public ReadOnlySpan<byte> History => _history.WrittenSpan;

    public void BeginLines()
    {
        _lines.ResetWrittenCount();
        _writer.Reset(_lines);
        _writer.WriteStartArray();
    }

    public void WriteLine(CatalogueEntry product, int quantity)
    {
        _writer.WriteStartObject();
        _writer.WriteString(Name, product.Name);
        _writer.WriteNumber(Quantity, quantity);
        _writer.WriteString(Sku, product.Sku);
        _writer.WriteNumber(UnitPrice, product.PriceMinor);
        _writer.WriteEndObject();
    }

    public void EndLines()
    {
        _writer.WriteEndArray();
        _writer.Flush();
    }

    /// <summary>Writes how the order came to where it stands.</summary>
    /// <returns>How many steps that were.</returns>
    public int WriteHistory(OrderState status, Guid customer, DateTimeOffset placedAt)
    {
        Span<char> person = stackalloc char["customer:".Length + 36];
        "customer:".CopyTo(person);
        customer.TryFormat(person["customer:".Length..], out _);
        _history.ResetWrittenCount();
        _writer.Reset(_history);
        _writer.WriteStartArray();
        WriteStep(OrderState.Placed, person, placedAt);
        var steps = 1;
        if (status == OrderState.Cancelled)
        {
            WriteStep(OrderState.Cancelled, person, placedAt.AddMinutes(20));
            steps++;
        }
        else
        {
            for (var step = OrderState.Paid; step <= status; step++)
            {
                WriteStep(step, FulfilmentClient, placedAt.AddHours(3 * steps));
                steps++;
            }
        }

        _writer.WriteEndArray();
        _writer.Flush();
        return steps;
    }

    public void Dispose() => _writer.Dispose();

    private void WriteStep(OrderState status, ReadOnlySpan<char> by, DateTimeOffset at)
    {
        _writer.WriteStartObject();
        if (instantsAreNumbers)
        {
            _writer.WriteNumber(At, at.ToUnixTimeMilliseconds());
        }
        else
        {
            _writer.WriteString(At, at);
        }

        _writer.WriteString(By, by);
        _writer.WriteNumber(StatusName, (int)status);
        _writer.WriteEndObject();
    }
}
