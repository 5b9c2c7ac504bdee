using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Modular.Api.Files;

/// <summary>
/// One line of comma-separated values (RFC 4180). A field may be quoted, with each quote within it doubled; a line break within quotes
/// is refused, since no value here has one: so a quote that is never closed costs its own line and no other.
/// </summary>
internal static class CsvLine
{
    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="fields">Its fields, unquoted.</param>
    /// <param name="problem">Otherwise what is wrong, without repeating the line.</param>
    public static bool TryParse(
        string line, [NotNullWhen(true)] out IReadOnlyList<string>? fields, [NotNullWhen(false)] out string? problem)
    {
        var found = new List<string>(4);
        var at = 0;
        do
        {
            var field = at < line.Length && line[at] == '"' ? Quoted(line, ref at) : Plain(line, ref at);
            if (field is null)
            {
                (fields, problem) = (null, "a quote is not closed, or stands where none may");
                return false;
            }

            found.Add(field);
        }
        while (at++ < line.Length);

        (fields, problem) = (found, null);
        return true;
    }

    private static string? Plain(string line, ref int at)
    {
        var end = line.IndexOf(',', at);
        var field = line[at..(end < 0 ? line.Length : end)];
        at += field.Length;
        return field.Contains('"', StringComparison.Ordinal) ? null : field;
    }

    private static string? Quoted(string line, ref int at)
    {
        var field = new StringBuilder();
        while (++at < line.Length)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else
            {
                at++;
                return at == line.Length || line[at] == ',' ? field.ToString() : null;
            }
        }

        return null;
    }
}
