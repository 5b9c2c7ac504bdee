namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>Inserts a row. Each column is named once, with the value that goes into it.</summary>
/// <typeparam name="T">What the row is made of.</typeparam>
/// <param name="table">The table.</param>
/// <param name="columns">The columns, with what binds their values to a parameter.</param>
/// <param name="end">What stands behind the values, in SQLite's words.</param>
internal sealed class SqliteInsert<T>(string table, (string Name, Action<SqliteRows, int, T> Bind)[] columns, string end = "")
{
    /// <summary>The statement.</summary>
    public SqliteQuery Query { get; } = new(
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) "
        + $"VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))}) {end}");

    /// <summary>Binds the values of a row.</summary>
    public void Bind(SqliteRows rows, T row)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Bind(rows, i + 1, row);
        }
    }
}
