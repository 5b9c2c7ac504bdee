namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>A statement that is prepared once for each connection, by this object: a static field holds it.</summary>
/// <param name="text">In SQLite's words.</param>
internal sealed class SqliteQuery(string text)
{
    private SqlSummary? _summary;

    public string Text { get; } = text;

    /// <summary>Its name in a span.</summary>
    public SqlSummary Summary => _summary ??= SqlSummary.Of(Text);
}
