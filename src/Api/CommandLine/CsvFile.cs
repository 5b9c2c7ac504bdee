using System.Globalization;
using System.Text;
using CsvHelper;
using Modular.Infrastructure;

namespace Modular.Api.CommandLine;

/// <summary>
/// The records of a file as spreadsheets write it: separated by commas, semicolons or tabs, quoted where needed (RFC 4180), with or without
/// the names of the columns, with empty lines and with empty fields at the end of a line. A line break within quotes is refused, since no
/// value here has one: so a quote that is never closed costs its own line and no other.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="columns">The names of the columns.</param>
/// <param name="longestLine">The longest line, in characters.</param>
internal sealed class CsvFile(InputFile file, IReadOnlyList<string> columns, int longestLine) : IDisposable
{
    // Beyond it a line is not read to its end.
    private const int MostBytesOfLine = 1024 * 1024;

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly HashSet<long> _malformed = [];
    private CsvReader? _reader;
    private IReadOnlyList<int> _order = [];
    private bool _isFirst;

    /// <summary>The number of the line that was read last, the first being 1.</summary>
    public long Line { get; private set; }

    /// <summary>Begins with the first record.</summary>
    public void Rewind()
    {
        _reader?.Dispose();
        _malformed.Clear();
        (_order, _isFirst, Line) = ([.. Enumerable.Range(0, columns.Count)], true, 0);
        var separator = Separator();
        _reader = CsvReader.Create(new CheckedText(file, file.Rewind()), new CsvReaderOptions
        {
            // Not set where the file says it itself.
            Separator = separator,
            HasHeader = false,
            AllowLineBreaksInQuotes = false,
            MaxRecordSize = MostBytesOfLine,
            TrackLineNumbers = true,
            OnMalformedRecord = record => _malformed.Add(record.LineNumber),
        });
    }

    /// <summary>The next record that holds data, or should; null behind the last.</summary>
    /// <exception cref="ConfigurationException">The file cannot be read to its end, or its first line shows that it is another kind of file.</exception>
    public CsvRecord? Next()
    {
        while (Read())
        {
            Line = _reader!.LineNumber;
            if (Fields() is not { } fields)
            {
                continue;
            }

            var problem = ProblemOf(fields);
            if (_isFirst)
            {
                _isFirst = false;
                if (problem is not null)
                {
                    throw new ConfigurationException($"{file.Command}: '{file.Name}' cannot be used: in its first line, {problem}.");
                }

                if (IsHeader(fields))
                {
                    continue;
                }
            }

            return new CsvRecord(Line, problem is null ? [.. _order.Select(at => fields[at])] : null, problem);
        }

        return null;
    }

    public void Dispose() => _reader?.Dispose();

    private bool Read()
    {
        try
        {
            return _reader!.Read();
        }
        catch (CsvFormatException tooLong)
        {
            throw new ConfigurationException(string.Create(
                CultureInfo.InvariantCulture, $"{file.Command}: '{file.Name}' cannot be used: its line {tooLong.LineNumber} is longer than a line of such a file can be."));
        }
    }

    /// <summary>The fields without the empty ones that spreadsheets write behind the last column; null for a line without anything.</summary>
    private List<string>? Fields()
    {
        var fields = Enumerable.Range(0, _reader!.FieldCount).Select(_reader.GetString).ToList();
        if (fields.TrueForAll(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        while (fields.Count > columns.Count && string.IsNullOrWhiteSpace(fields[^1]))
        {
            fields.RemoveAt(fields.Count - 1);
        }

        return fields;
    }

    private string? ProblemOf(List<string> fields) =>
        Encoding.UTF8.GetCharCount(_reader!.RawRecord) > longestLine
            ? string.Create(CultureInfo.InvariantCulture, $"it is longer than {longestLine} characters")
        : _malformed.Remove(Line) ? "a quote is not closed in its line, or stands where none may"
        : fields.Count != columns.Count ? string.Create(
            CultureInfo.InvariantCulture, $"it has {fields.Count} columns, and {columns.Count} are needed: {string.Join(", ", columns)}")
        : null;

    /// <summary>Takes the names of the columns, in any order and in any spelling that means them.</summary>
    private bool IsHeader(IReadOnlyList<string> names)
    {
        var given = names.Select(Plain).ToList();
        var order = columns.Select(column => given.IndexOf(Plain(column))).ToList();
        if (order.Contains(-1))
        {
            return false;
        }

        _order = order;
        return true;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    // Where the comma is the decimal separator, spreadsheets separate by semicolons, and some say so in a first line 'sep=;'.
    private char? Separator()
    {
        using var text = file.Rewind();
        var buffer = new char[longestLine];
        var head = new string(buffer, 0, text.ReadBlock(buffer)).TrimStart('\r', '\n', ' ');
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        // A separator within quotes separates nothing.
        var end = head.AsSpan().IndexOfAny('\r', '\n');
        var bare = string.Concat((end < 0 ? head : head[..end]).Split('"').Where((_, part) => part % 2 == 0));
        var counts = Separators.Select(separator => bare.Count(c => c == separator) + 1).ToList();
        var best = counts.IndexOf(columns.Count);
        return Separators[Math.Max(0, best < 0 ? counts.FindIndex(count => count > columns.Count) : best)];
    }
}
