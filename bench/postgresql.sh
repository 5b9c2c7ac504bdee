# Sourced behind servers.sh: a throwaway PostgreSQL cluster of the binaries of this machine.
# shellcheck shell=bash

postgres_bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | sort -V | tail -1)
[ -n "$postgres_bin" ] || postgres_bin=$(dirname "$(command -v postgres || die 'postgres is not installed, and it is needed (Debian: postgresql).')")

# The server refuses to run as root.
as_postgres=(env)
[ "$(id -u)" != 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups)

# What one gives a server of this size.
postgres_cache_mb=2048

# Memory in pages of two megabytes, as PostgreSQL's manual advises for a cache of that size: pages of four kilobytes are mapped one by one
# into each of its processes, which on a virtual machine can take longer than the query does. → $huge_pages, on or off
reserve_huge_pages() {
    local pool=/proc/sys/vm/nr_hugepages wanted
    huge_pages=off
    [ -w "$pool" ] && [ "$(awk '/^Hugepagesize/ { print $2 }' /proc/meminfo)" = 2048 ] || { say 'No huge pages: only root may reserve them.'; return; }
    huge_pages_before=$(cat "$pool")
    wanted=$((huge_pages_before + postgres_cache_mb / 2 + 100))
    undo+=(return_huge_pages)
    echo "$wanted" > "$pool"
    if [ "$(cat "$pool")" -ge "$wanted" ]; then huge_pages=on; else say 'No huge pages: the memory is too full or too scattered.'; return_huge_pages; fi
}

return_huge_pages() { echo "$huge_pages_before" > /proc/sys/vm/nr_hugepages; }

# → $postgres_connection, without a database; $huge_pages
start_postgres() {
    local port i
    # That it reaches its data through the work folder, which is the caller's own.
    chmod 711 "$work"
    postgres_data=$work/postgres
    mkdir -m 700 "$postgres_data"
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$postgres_data"
    port=$(free_port)
    say "Making a PostgreSQL cluster ($("$postgres_bin/postgres" --version))"
    "${as_postgres[@]}" "$postgres_bin/initdb" --pgdata="$postgres_data" --auth=trust --username=postgres --encoding=UTF8 --locale=C > "$work/initdb.log" 2>&1 \
        || { cat "$work/initdb.log" >&2; die 'initdb failed.'; }
    reserve_huge_pages
    # Durable as it comes; checkpoints come by time.
    start "$work/postgres.log" "${as_postgres[@]}" "$postgres_bin/postgres" -D "$postgres_data" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers="${postgres_cache_mb}MB" -c huge_pages="$huge_pages" -c max_wal_size=8GB
    postgres_connection="Host=127.0.0.1;Port=$port;Username=postgres"
    for i in $(seq 100); do
        "$postgres_bin/pg_isready" -q -h 127.0.0.1 -p "$port" && break
        [ "$i" != 100 ] || { cat "$work/postgres.log" >&2; die 'PostgreSQL does not answer within 10 s.'; }
        sleep 0.1
    done
    psql=("$postgres_bin/psql" -h 127.0.0.1 -p "$port" -U postgres -qAtX -v ON_ERROR_STOP=1)
}
