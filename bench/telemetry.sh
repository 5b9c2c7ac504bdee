#!/usr/bin/env bash
# Measures the CPU time that a request of the list costs with telemetry off and on, and prints a Markdown table. See README.md.
#   bench/telemetry.sh [rounds] [seconds]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

rounds=${1:-5}
seconds=${2:-10}
warm_up=${WARM_UP:-15}
number rounds "$rounds" 1
number seconds "$seconds" 1
need dotnet wrk curl jq getconf

publish src/LocalCognito local-cognito
publish src/Api modular
publish bench/fill fill
publish bench/otlp-sink otlp-sink
start_pool
migrate Sqlite "Data Source='$work/modular.db'"
fill --connection "Data Source='$work/modular.db'" --orders 10000 --customers 100
token=$(person_token 1 '["modular/orders.read"]')
sink=http://127.0.0.1:$(free_port)
start "$work/sink.log" env ASPNETCORE_URLS="$sink" dotnet "$work/otlp-sink/Modular.OtlpSink.dll"
await_answer "$server" "$work/sink.log" "$sink"

# process → its CPU time so far, in milliseconds
cpu() { awk -v tick="$(getconf CLK_TCK)" '{ sub(/^.*\) /, ""); print ($12 + $13) * 1000 / tick }' "/proc/$1/stat"; }

# off or on → CPU milliseconds per 1,000 requests, and requests a second
measure_cpu() {
    local before after result
    [ "$1" = off ] || export OTEL_EXPORTER_OTLP_ENDPOINT=$sink OTEL_TRACES_SAMPLER=parentbased_traceidratio OTEL_TRACES_SAMPLER_ARG=0.1
    start_modular Sqlite "Data Source='$work/modular.db'"
    unset OTEL_EXPORTER_OTLP_ENDPOINT OTEL_TRACES_SAMPLER OTEL_TRACES_SAMPLER_ARG
    wrk -t1 -c16 -d"${warm_up}s" -H "Authorization: Bearer $token" "$address/api/orders" > /dev/null
    before=$(cpu "$server")
    result=$(wrk -t1 -c16 -d"${seconds}s" -H "Authorization: Bearer $token" "$address/api/orders")
    after=$(cpu "$server")
    if grep -q 'Non-2xx' <<< "$result"; then die "$1: $result"; fi
    awk -v before="$before" -v after="$after" '/requests in/ { n = $1 } /Requests\/sec/ { print (after - before) * 1000 / n, $2 }' <<< "$result"
    stop "$server"
}

# In turn, and the first one in turn as well: the machine is not the same all the time.
for round in $(seq "$rounds"); do
    say "Round $round of $rounds"
    for which in $([ $((round % 2)) = 0 ] && echo on off || echo off on); do
        measure_cpu "$which" >> "$work/$which"
    done
done

middle() { sort -n -k "$2" "$work/$1" | awk -v c="$2" '{ v[NR] = $c } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

echo '| `GET /api/orders`, 16 connections | CPU ms per 1,000 requests | beside off | requests a second |'
echo '|---|---:|---:|---:|'
awk -v off="$(middle off 1)" -v on="$(middle on 1)" -v offRate="$(middle off 2)" -v onRate="$(middle on 2)" 'BEGIN {
    printf "| telemetry off | %.1f | 100 %% | %.0f |\n", off, offRate
    printf "| traces (10 %%), metrics and the log to a sink on the same machine | %.1f | %.0f %% | %.0f |\n", on, 100 * on / off, onRate }'
echo
echo "Medians of $rounds rounds of $seconds s in turn, each from a fresh process after $warm_up s of warm-up. The sink got $(curl -s "$sink") bodies."
