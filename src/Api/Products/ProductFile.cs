using System.Globalization;
using Modular.Api.CommandLine;
using Modular.Application.Products;

namespace Modular.Api.Products;

/// <summary>A catalogue in a file, <c>sku,name,price minor,currency</c>, read batch by batch: as often as wanted, from its beginning.</summary>
internal sealed class ProductFile(InputFile file) : IDisposable
{
    // The length of the longest product, quoted, and some more.
    private const int LongestLine = 1024;

    private const int BatchSize = 500;

    private readonly CsvFile _records = new(file, ["sku", "name", "price minor", "currency"], LongestLine);
    private Entry? _next;

    /// <summary>The length of the file, in bytes.</summary>
    public long Length => file.Length;

    /// <summary>How far it is read, in bytes.</summary>
    public long Position => file.Position;

    /// <summary>The number of the line that was read last, the first being 1.</summary>
    public long Line => _records.Line;

    /// <summary>Reads from the beginning.</summary>
    public void Rewind()
    {
        _records.Rewind();
        _next = null;
    }

    /// <summary>The next 500 records that hold a product, or should; fewer before a SKU that they have already, and none behind the last record.</summary>
    public IReadOnlyList<Entry> NextBatch()
    {
        var (batch, skus) = (new List<Entry>(BatchSize), new HashSet<string>(StringComparer.Ordinal));
        while (batch.Count < BatchSize && (_next ??= Read()) is { } entry && (entry.Product is not { Sku: var sku } || skus.Add(sku)))
        {
            batch.Add(entry);
            _next = null;
        }

        return batch;
    }

    public void Dispose() => _records.Dispose();

    private Entry? Read() => _records.Next() is not { } record ? null : new Entry(record.Line, ProductOf(record.Fields), record.Problem);

    private static ImportProducts.Item? ProductOf(IReadOnlyList<string>? fields) => fields is null
        ? null
        : new(fields[0], fields[1], long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var price) ? price : null, fields[3]);

    /// <summary>A record.</summary>
    /// <param name="Line">The number of its line.</param>
    /// <param name="Product">Its fields; null if it has others.</param>
    /// <param name="Problem">Why it has no product; null if it has one.</param>
    internal sealed record Entry(long Line, ImportProducts.Item? Product, string? Problem);
}
