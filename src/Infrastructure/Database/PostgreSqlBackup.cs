using Npgsql;

namespace Modular.Infrastructure.Database;

/// <summary>PostgreSQL has its own programs for it, which do more than this one could.</summary>
/// <param name="server">Where the database is, for the sentence.</param>
internal sealed class PostgreSqlBackup(NpgsqlConnectionStringBuilder server) : IBackup
{
    public Task<long> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken) => throw new ConfigurationException(
        $"backup copies a SQLite file, and this is PostgreSQL, which has its own program for that: run "
        + $"'pg_dump --format=custom --file={file} --host={server.Host} --dbname={server.Database}'.");
}
