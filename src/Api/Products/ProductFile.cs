using System.Diagnostics.CodeAnalysis;
using Modular.Api.CommandLine;
using Modular.Domain.Products;

namespace Modular.Api.Products;

/// <summary>A catalogue in a file, read one record at a time: as often as wanted, from its beginning.</summary>
internal sealed class ProductFile(InputFile file) : IDisposable
{
    private readonly CsvFile _records = new(file, ProductLine.Columns, ProductLine.Longest);

    /// <summary>The length of the file, in bytes.</summary>
    public long Length => file.Length;

    /// <summary>How far it is read, in bytes.</summary>
    public long Position => file.Position;

    /// <summary>The number of the line that was read last, the first being 1.</summary>
    public long Line => _records.Line;

    /// <summary>Reads from the beginning.</summary>
    public void Rewind() => _records.Rewind();

    /// <summary>The next record that holds a product, or should; null behind the last.</summary>
    public Entry? Next() => _records.Next() switch
    {
        null => null,
        { Fields: null } bad => new Entry(bad.Line, Product: null, bad.Problem),
        var record => ProductLine.TryRead(record.Fields, out var product, out var problem)
            ? new Entry(record.Line, product, Problem: null)
            : new Entry(record.Line, Product: null, problem),
    };

    public void Dispose() => _records.Dispose();

    /// <summary>A product, or what is wrong with its record.</summary>
    internal sealed record Entry(long Line, Product? Product, string? Problem)
    {
        [MemberNotNullWhen(true, nameof(Product))]
        [MemberNotNullWhen(false, nameof(Problem))]
        public bool IsGood => Product is not null;
    }
}
