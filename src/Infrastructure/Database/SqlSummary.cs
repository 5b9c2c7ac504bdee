using System.Buffers;

namespace Modular.Infrastructure.Database;

/// <summary>
/// The name of a statement in its span: the operation and the first table, like <c>SELECT orders</c>. Only names are taken over, so that no value
/// of a statement is in it.
/// </summary>
/// <param name="Operation">Like <c>SELECT</c>.</param>
/// <param name="Text">The operation and the table.</param>
internal sealed record SqlSummary(string Operation, string Text)
{
    private const int LongestName = 64;

    private const string Ends = " \t\r\n(),;";

    private static readonly SearchValues<char> EndOfWord = SearchValues.Create(Ends);

    private static readonly string[] Operations =
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "CREATE", "ALTER", "DROP", "SET", "SHOW"];

    /// <summary>Reads a statement.</summary>
    public static SqlSummary Of(string sql)
    {
        var rest = WithoutComments(sql);
        var first = Word(ref rest).ToString();
        var operation = Array.Find(Operations, known => first.Equals(known, StringComparison.OrdinalIgnoreCase)) ?? "OTHER";
        return new SqlSummary(operation, Table(operation, rest) is { } table ? $"{operation} {table}" : operation);
    }

    private static string? Table(string operation, ReadOnlySpan<char> rest)
    {
        if (operation is "UPDATE")
        {
            return Name(Word(ref rest));
        }

        while (rest.Length > 0)
        {
            if (Word(ref rest) is "FROM" or "INTO" or "from" or "into" && Name(Word(ref rest)) is { } name)
            {
                return name;
            }
        }

        return null;
    }

    // Names of tables are small letters and underscores; EF puts quotation marks around them.
    private static string? Name(ReadOnlySpan<char> word)
    {
        var name = word.Trim('"');
        return name.Length is > 0 and <= LongestName && !name.ContainsAnyExceptInRange('_', 'z') ? name.ToString() : null;
    }

    // EF puts a query's tag into comments before it.
    private static ReadOnlySpan<char> WithoutComments(string sql)
    {
        var rest = sql.AsSpan().TrimStart();
        while (rest.StartsWith("--") && rest.IndexOf('\n') is var end and >= 0)
        {
            rest = rest[(end + 1)..].TrimStart();
        }

        return rest;
    }

    private static ReadOnlySpan<char> Word(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(Ends);
        var end = rest.IndexOfAny(EndOfWord);
        var word = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[end..];
        return word;
    }
}
