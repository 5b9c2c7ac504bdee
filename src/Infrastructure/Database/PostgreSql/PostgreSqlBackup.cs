using System.Globalization;
using ErrorOr;
using Modular.Application.Database;
using Npgsql;

namespace Modular.Infrastructure.Database.PostgreSql;

/// <summary>Names PostgreSQL's own program for backups, which does more than this one could.</summary>
/// <param name="server">Where the database is, for the sentence.</param>
internal sealed class PostgreSqlBackup(NpgsqlConnectionStringBuilder server) : IBackup
{
    public Task<ErrorOr<long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken) => Task.FromResult<ErrorOr<long>>(Error.Conflict(
        "backup-refused",
        $"This is PostgreSQL, which has its own program for a backup: run "
        + $"'pg_dump --format=custom --file={Quoted(file)} --host={Quoted(server.Host)} --port={server.Port.ToString(CultureInfo.InvariantCulture)}"
        + $"{(server.Username is { } user ? $" --username={Quoted(user)}" : "")} --dbname={Quoted(server.Database)}'."));

    // As a shell takes it.
    private static string Quoted(string? text) =>
        text is { Length: > 0 } && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@,%+".Contains(c, StringComparison.Ordinal))
            ? text
            : $"\"{text?.Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
