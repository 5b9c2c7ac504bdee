using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Modular.LocalCognito.Tests.Clients;
using Npgsql;

namespace Modular.Infrastructure.Tests.Database.PostgreSql;

/// <summary>A throwaway PostgreSQL from this machine's own binaries. It ends with the process that started it, even if that one is killed.</summary>
internal sealed class NativeCluster : PostgreSqlCluster
{
    private const int Attempts = 3;

    private const string User = "modular";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    // The end of its input is the end of the process that started it. Its content is not kept, so nothing waits for the disk. A TMPDIR of root's own is
    // closed to the user postgres.
    private const string Script =
        """
        set -eu
        trap '' INT
        umask 077
        read -r port
        read -r password
        folder=$(mktemp -d 2> /dev/null || mktemp -d -p /tmp)
        trap 'rm -rf "$folder"' EXIT
        printf '%s\n' "$password" > "$folder/password"
        "$1/initdb" --pgdata="$folder/data" --username="$2" --pwfile="$folder/password" --auth=scram-sha-256 \
            --encoding=UTF8 --locale=C --no-sync > "$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
        "$1/pg_ctl" start --wait --silent --pgdata="$folder/data" --log="$folder/log" \
            --options="-h 127.0.0.1 -p $port -k '$folder' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c $3" < /dev/null \
            || { cat "$folder/log" >&2; exit 1; }
        echo ready
        read -r end || true
        "$1/pg_ctl" stop --mode=immediate --silent --pgdata="$folder/data"
        """;

    private readonly Process _process;

    private NativeCluster(Process process, string programs, string connectionString)
        : base($"a throwaway cluster of {programs}", connectionString) => _process = process;

    /// <returns>The server, or why there is none.</returns>
    /// <exception cref="InvalidOperationException">The binaries are there and do not work.</exception>
    public static async Task<(PostgreSqlCluster? Cluster, string? Absent)> TryStartAsync(CancellationToken cancellationToken)
    {
        if (Programs() is not { } programs)
        {
            return (null, "initdb and pg_ctl are not installed");
        }

        // PostgreSQL refuses to run as root.
        string[] asPostgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"];
        string[] command = [.. Environment.IsPrivilegedProcess ? asPostgres : [], "sh", "-c", Script, "sh", programs, User, MostConnections];
        for (var attempt = 1; ; attempt++)
        {
            var (cluster, errors) = await StartAsync(command, programs, cancellationToken);
            if (cluster is not null)
            {
                return (cluster, null);
            }

            // Between finding a free port and listening on it, another process may have taken it.
            if (attempt == Attempts || !errors.Contains("Address already in use", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"PostgreSQL of {programs} does not start: {errors}");
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var grace = new CancellationTokenSource(Grace);
        await _process.WaitForExitAsync(grace.Token);
        _process.Dispose();
        await base.DisposeAsync();
    }

    private static async Task<(NativeCluster? Cluster, string Errors)> StartAsync(
        string[] command, string programs, CancellationToken cancellationToken)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var server = new NpgsqlConnectionStringBuilder
        {
            Host = IPAddress.Loopback.ToString(),
            Port = FreePort(),
            Username = User,
            Password = RandomNumberGenerator.GetHexString(32),
            Database = "postgres",
        };
        await process.StandardInput.WriteLineAsync(server.Port.ToString(CultureInfo.InvariantCulture).AsMemory(), cancellationToken);
        await process.StandardInput.WriteLineAsync(server.Password.AsMemory(), cancellationToken);
        await process.StandardInput.FlushAsync(cancellationToken);
        if (await process.StandardOutput.ReadLineAsync(cancellationToken) == "ready")
        {
            return (new NativeCluster(process, programs, server.ConnectionString), "");
        }

        var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
        process.Dispose();
        return (null, errors);
    }

    /// <summary>The folder of the newest binaries: Debian keeps them beside the path, a folder for each version.</summary>
    private static string? Programs()
    {
        const string versions = "/usr/lib/postgresql";
        var folders = Directory.Exists(versions)
            ? Directory.GetDirectories(versions)
                .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
        return folders.Append(Path.GetDirectoryName(ProgramPath.Find("initdb")))
            .FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
