using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Modular.Api.Files;
using Modular.Domain.Products;

namespace Modular.Api.Products;

/// <summary>A catalogue in a file, read one line at a time: as often as wanted, from its beginning.</summary>
internal sealed class ProductFile(FileStream file)
{
    private BoundedLines _lines = new(TextReader.Null, ProductLine.Longest);

    /// <summary>The length of the file, in bytes.</summary>
    public long Length => file.Length;

    /// <summary>How far it is read, in bytes.</summary>
    public long Position => file.Position;

    /// <summary>The number of the line that was read last, the first being 1.</summary>
    public long Number => _lines.Number;

    /// <summary>Reads from the beginning.</summary>
    public void Rewind()
    {
        file.Position = 0;
        _lines = new BoundedLines(new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 65536, leaveOpen: true), ProductLine.Longest);
    }

    /// <summary>The next line that holds a product, or should; null behind the last. Empty lines, and the header, hold none.</summary>
    public async ValueTask<Entry?> NextAsync()
    {
        while (await _lines.ReadAsync(CancellationToken.None) is { } line)
        {
            if (line.Length > 0 && EntryOf(line) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private Entry? EntryOf(string line)
    {
        if (line.Length > ProductLine.Longest)
        {
            return Bad(string.Create(CultureInfo.InvariantCulture, $"it is longer than {ProductLine.Longest} characters"));
        }

        if (!CsvLine.TryParse(line, out var fields, out var problem))
        {
            return Bad(problem);
        }

        if (fields.Count != ProductLine.Columns.Count)
        {
            return Bad(string.Create(
                CultureInfo.InvariantCulture,
                $"it has {fields.Count} columns, and {ProductLine.Columns.Count} are needed: {string.Join(", ", ProductLine.Columns)}"));
        }

        if (Number == 1 && ProductLine.IsHeader(fields))
        {
            return null;
        }

        return ProductLine.TryRead(fields, out var product, out problem) ? new Entry(product, Problem: null) : Bad(problem);
    }

    private static Entry Bad(string problem) => new(Product: null, problem);

    /// <summary>A product, or what is wrong with its line.</summary>
    internal sealed record Entry(Product? Product, string? Problem)
    {
        [MemberNotNullWhen(true, nameof(Product))]
        [MemberNotNullWhen(false, nameof(Problem))]
        public bool IsGood => Product is not null;
    }
}
