#!/usr/bin/env bash
# Measures what checking a remembered token costs, and prints a Markdown table. See README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rounds=${1:-3}
seconds=${2:-8}
warm_up=15
say() { echo "[$(date +%T)] $*" >&2; }

for program in dotnet wrk curl jq; do
    command -v "$program" > /dev/null || { say "$program is not installed, and it is needed."; exit 1; }
done

work=$(mktemp -d)
server=
clean_up() {
    [ -z "$server" ] || kill -TERM "$server" 2> /dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

say "Publishing (Release)"
dotnet publish "$here/token-check" --configuration Release --output "$work/program" --verbosity quiet >&2

# contender, caller, path → requests a second
measure() {
    mkfifo "$work/line"
    dotnet "$work/program/Modular.TokenCheck.dll" "$1" "$2" > "$work/line" 2> "$work/errors" &
    server=$!
    local line address token answer result
    exec 3< "$work/line"
    rm "$work/line"
    read -r line <&3 || { cat "$work/errors" >&2; exit 1; }
    address=$(jq -r .address <<< "$line")
    token=$(jq -r .token <<< "$line")
    answer=$(curl -s -o /dev/null -w '%{http_code}' -H "Authorization: Bearer $token" "$address$3")
    [ "$answer" = 200 ] || { say "$1 answers $answer to $3"; exit 1; }
    wrk -t1 -c16 -d"${warm_up}s" -H "Authorization: Bearer $token" "$address$3" > /dev/null
    result=$(wrk -t1 -c16 -d"${seconds}s" -H "Authorization: Bearer $token" "$address$3")
    if grep -q 'Non-2xx' <<< "$result"; then say "$1: $result"; exit 1; fi
    curl -s -o /dev/null "$address/bench/stop"
    wait "$server" || true
    server=
    exec 3<&-
    awk '/Requests\/sec/ { print $2 }' <<< "$result"
}

for round in $(seq "$rounds"); do
    say "Round $round of $rounds"
    measure off machine /bench/constant >> "$work/constant-off"
    measure modular machine /bench/constant >> "$work/constant-modular"
    measure stock machine /bench/constant >> "$work/constant-stock"
    measure off person /api/orders >> "$work/orders-off"
    measure modular person /api/orders >> "$work/orders-modular"
done

median() { sort -n "$work/$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
row() { # title, file, against
    awk -v title="$1" -v value="$(median "$2")" -v off="$(median "$3")" 'BEGIN { printf "| %s | %.0f | %.1f %% |\n", title, value, 100 * value / off }'
}

echo '| | requests a second | of off |'
echo '|---|---:|---:|'
row 'a constant, off: a fixed caller' constant-off constant-off
row 'a constant, Modular: a remembered token' constant-modular constant-off
row 'a constant, stock: `AddJwtBearer` and a scope policy' constant-stock constant-off
row '`GET /api/orders`, off: a fixed caller' orders-off orders-off
row '`GET /api/orders`, Modular: a remembered token' orders-modular orders-off
echo
awk -v modular="$(median constant-modular)" -v stock="$(median constant-stock)" \
    -v rounds="$rounds" -v seconds="$seconds" -v cores="$(nproc)" -v warm_up="$warm_up" \
    'BEGIN { printf "Modular is %.2f times stock. %d cores, 16 connections; medians of %d rounds of %d s in turn, each from a fresh process after %d s of warm-up.\n", modular / stock, cores, rounds, seconds, warm_up }'
