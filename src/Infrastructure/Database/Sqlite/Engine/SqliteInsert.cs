namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>Inserts a row. Each column is named once, with the value that goes into it.</summary>
/// <typeparam name="T">The source of the row.</typeparam>
/// <param name="table">The table.</param>
/// <param name="columns">The columns, each with the function that binds its value to a parameter.</param>
/// <param name="end">The SQL behind the values.</param>
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
