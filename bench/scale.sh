#!/usr/bin/env bash
# Measures many orders beside ten thousand, and prints a Markdown table. See README.md.
#   bench/scale.sh [sqlite|postgresql] [orders] [rounds] [seconds]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

product=${1:-sqlite}
orders=${2:-10000000}
rounds=${3:-3}
seconds=${4:-5}
warm_up=5
case $product in
    sqlite) provider=Sqlite ;;
    postgresql) provider=PostgreSql ;;
    *) die "The database '$product' is unknown. Known: postgresql, sqlite." ;;
esac
number orders "$orders" 20000
number rounds "$rounds" 1
number seconds "$seconds" 1
need dotnet wrk curl jq
[ "$product" = sqlite ] || source "$here/postgresql.sh"

small=10000
publish src/LocalCognito local-cognito
publish src/Api modular
publish bench/fill fill
start_pool
[ "$product" = sqlite ] || start_postgres

connection_of() {
    [ "$product" = sqlite ] && echo "Data Source='$work/$1.db'" || echo "$postgres_connection;Database=modular_$1"
}

size_of() {
    if [ "$product" = sqlite ]; then
        stat -c %s "$work/$1.db"
    else
        "${psql[@]}" -c "SELECT pg_database_size('modular_$1')"
    fi
}

# One customer for a hundred orders, and a hundredth of all orders is the heaviest one's; of ten thousand a tenth, to have pages at all.
make() { # name, orders, heaviest
    local began
    say "Filling $2 orders"
    [ "$product" = sqlite ] || "${psql[@]}" -c "CREATE DATABASE modular_$1"
    migrate "$provider" "$(connection_of "$1")"
    began=$(date +%s)
    fill --provider "$provider" --connection "$(connection_of "$1")" --orders "$2" --customers $(($2 / 100)) --heaviest "$3"
    eval "seconds_of_$1=$(($(date +%s) - began)) bytes_of_$1=$(size_of "$1")"
}

few_heaviest=1000
many_heaviest=$((orders / 100 < 1000 ? 1000 : orders / 100))
make few "$small" "$few_heaviest"
make many "$orders" "$many_heaviest"

# The cache is as full as it will be, rather than filled by the questions that are measured.
if [ "$product" = postgresql ]; then
    say 'Filling the cache'
    for name in few many; do
        "${psql[@]}" -d "modular_$name" -c 'CREATE EXTENSION pg_prewarm' -c "SELECT pg_prewarm('orders')" -c "SELECT pg_prewarm('\"PK_orders\"')" > /dev/null
    done
fi

token=$(person_token 1 '["modular/orders.read"]')
machine_token=$(machine_token '["modular/orders.read.any"]')
start_modular "$provider" "$(connection_of few)"
address_few=$address
start_modular "$provider" "$(connection_of many)"
address_many=$address

# Where the page before page $2 ended, by the links, in strides of a hundred orders.
deep() { # address, page
    local left=$((20 * ($2 - 1))) next=/api/orders stride
    while [ "$left" -gt 0 ]; do
        stride=$((left < 100 ? left : 100))
        case $next in *limit=*) next=$(sed "s/limit=[0-9]*/limit=$stride/" <<< "$next") ;; *) next="$next?limit=$stride" ;; esac
        next=$(body_of "$1$next" "$token" | jq -er .next) || die "The heaviest customer has no page $2."
        left=$((left - stride))
    done
    sed 's/limit=[0-9]*/limit=20/' <<< "$next"
}

few_page=$((few_heaviest / 20))
many_page=$((many_heaviest / 20 < 1000 ? many_heaviest / 20 : 1000))
say "Turning to page $few_page and to page $many_page"
deep_few=$(deep "$address_few" "$few_page")
deep_many=$(deep "$address_many" "$many_page")
for page in "$address_few/api/orders" "$address_many/api/orders" "$address_few$deep_few" "$address_many$deep_many"; do
    [ "$(body_of "$page" "$token" | jq '.orders | length')" = 20 ] || die "$page has not 20 orders."
done

# Any order of all, each as likely as the other.
printf 'local last = tonumber(os.getenv("LAST"))\nmath.randomseed(1)\nrequest = function() return wrk.format("GET", "/api/orders/" .. math.random(last)) end\n' > "$work/by-id.lua"

ask() { # few or many, what, seconds
    local at=address_$1 next=deep_$1 last
    case $2 in
        first) measure "$3" "${!at}/api/orders" "$token" ;;
        deep) measure "$3" "${!at}${!next}" "$token" ;;
        by-id) last=$([ "$1" = few ] && echo "$small" || echo "$orders"); LAST=$last measure "$3" "${!at}/api/orders/1" "$machine_token" -s "$work/by-id.lua" ;;
    esac
}

for what in first deep by-id; do
    say "Measuring: $what"
    for size in few many; do ask "$size" "$what" "$warm_up" > /dev/null; done
    for round in $(seq "$rounds"); do
        for size in few many; do ask "$size" "$what" "$seconds" >> "$work/$what.$size"; done
    done
done

row() { # title, what
    awk -v title="$1" -v few="$(median "$work/$2.few" 1)" -v many="$(median "$work/$2.many" 1)" \
        -v few99="$(median "$work/$2.few" 3)" -v many99="$(median "$work/$2.many" 3)" \
        'BEGIN { printf "| %s | %.0f | %.0f | %.2f | %.2f | %.2f | %.2f |\n", title, few, many, few / many, few99, many99, many99 / few99 }'
}

megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.0f MB", bytes / 1e6 }'; }

echo "| $provider | $small orders, a second | $orders orders, a second | times as long | p99, ms | p99, ms | times as long |"
echo '|---|---:|---:|---:|---:|---:|---:|'
row 'first page of the heaviest customer' first
row "its page $few_page, its page $many_page" deep
row 'any order by its number' by-id
echo
echo "$orders orders of $((orders / 100)) customers, $many_heaviest of them one customer's: $(megabytes "$bytes_of_many"), filled in $seconds_of_many s; $small orders: $(megabytes "$bytes_of_few"). $(machine); 16 connections; medians of $rounds rounds of $seconds s in turn, after $warm_up s of warm-up for each kind$([ "$product" = sqlite ] || echo "; huge pages $huge_pages")."
