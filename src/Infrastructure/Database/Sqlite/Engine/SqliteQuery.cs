namespace Modular.Infrastructure.Database;

/// <summary>A statement that is prepared once for each connection: always the same object for the same text.</summary>
/// <param name="text">In SQLite's words.</param>
internal sealed class SqliteQuery(string text)
{
    public string Text { get; } = text;
}
