#!/usr/bin/env bash
# Measures how many orders are placed a second beside bare commits on the same disk, and prints a Markdown table. See README.md.
#   bench/commits.sh [rounds] [seconds] [folder on the disk to measure]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

rounds=${1:-3}
seconds=${2:-10}
disk=${3:-${TMPDIR:-/tmp}}
warm_up=15
number rounds "$rounds" 1
number seconds "$seconds" 1
[ -d "$disk" ] && [ -w "$disk" ] || die "'$disk' is not a folder that can be written."
kind=$(stat -f -c %T "$disk")
[ "$kind" != tmpfs ] || die "'$disk' is memory (tmpfs), where a commit costs nothing: name a folder on a disk."
need dotnet wrk curl jq

publish src/LocalCognito local-cognito
publish src/Api modular
publish bench/fill fill
publish bench/bare-commits bare-commits
start_pool
database=$(mktemp -d "$disk/modular-bench-XXXXXX")
folders+=("$database")
migrate Sqlite "Data Source='$database/modular.db'"
fill --connection "Data Source='$database/modular.db'" --orders 10000 --customers 100
token=$(person_token 1 '["modular/orders.write"]')

cat > "$work/place.lua" <<'LUA'
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
math.randomseed(1)
request = function()
    return wrk.format(nil, nil, nil, string.format('{"lines":[{"sku":"BENCH-%04d","quantity":2},{"sku":"BENCH-%04d","quantity":1}]}', math.random(500), math.random(500)))
end
LUA

for round in $(seq "$rounds"); do
    say "Round $round of $rounds"
    dotnet "$work/bare-commits/Modular.BareCommits.dll" "$database/bare-$round.db" "$seconds" >> "$work/bare"
    start_modular Sqlite "Data Source='$database/modular.db'"
    measure "$warm_up" "$address/api/orders" "$token" -s "$work/place.lua" > /dev/null
    measure "$seconds" "$address/api/orders" "$token" -s "$work/place.lua" >> "$work/placed"
    stop "$server"
done

echo '| SQLite, `synchronous=FULL` | a second | of bare commits | p50, ms | p99, ms |'
echo '|---|---:|---:|---:|---:|'
awk -v bare="$(median "$work/bare" 1)" -v rate="$(median "$work/placed" 1)" -v p50="$(median "$work/placed" 2)" -v p99="$(median "$work/placed" 3)" 'BEGIN {
    printf "| bare commits of one row, one thread | %.0f | 100 %% | – | – |\n", bare
    printf "| `POST /api/orders`, 16 connections | %.0f | %.0f %% | %.2f | %.2f |\n", rate, 100 * rate / bare, p50, p99 }'
echo
echo "$(machine), disk $kind; medians of $rounds rounds of $seconds s in turn, each from a fresh process after $warm_up s of warm-up."
