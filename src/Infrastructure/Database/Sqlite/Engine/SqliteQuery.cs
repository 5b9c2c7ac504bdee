namespace Modular.Infrastructure.Database.Sqlite.Engine;

/// <summary>A statement that is prepared once for each connection, by this object: a static field holds it.</summary>
/// <param name="text">In SQLite's words.</param>
internal sealed class SqliteQuery(string text)
{
    public string Text { get; } = text;
}
