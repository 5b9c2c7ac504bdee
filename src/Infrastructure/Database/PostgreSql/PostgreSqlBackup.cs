using System.Globalization;
using Modular.Application.Database;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>PostgreSQL has its own programs for it, which do more than this one could.</summary>
/// <param name="server">Where the database is, for the sentence.</param>
internal sealed class PostgreSqlBackup(NpgsqlConnectionStringBuilder server) : IBackup
{
    public Task<long> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken) => throw new ConfigurationException(
        $"backup copies a SQLite file, and this is PostgreSQL, which has its own program for that: run "
        + $"'pg_dump --format=custom --file={Quoted(file)} --host={Quoted(server.Host)} --port={server.Port.ToString(CultureInfo.InvariantCulture)}"
        + $"{(server.Username is { } user ? $" --username={Quoted(user)}" : "")} --dbname={Quoted(server.Database)}'.");

    // As a shell takes it.
    private static string Quoted(string? text) =>
        text is { Length: > 0 } && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@,%+".Contains(c, StringComparison.Ordinal))
            ? text
            : $"\"{text?.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
