# Sourced by the scripts beside it: starts the servers that are measured, on free ports of loopback, and ends them with the script.
# shellcheck shell=bash

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
pool_id=ap-northeast-2_Modular01
say() { echo "[$(date +%T)] $*" >&2; }
die() { say "$*"; exit 1; }

need() {
    local program
    for program in "$@"; do
        command -v "$program" > /dev/null || die "$program is not installed, and it is needed."
    done
}

number() { # name, text, least
    [[ $2 =~ ^[0-9]{1,9}$ ]] && [ "$2" -ge "$3" ] || die "$1 '$2' is not a number from $3."
}

work=$(mktemp -d)
folders=("$work")
started=()
undo=()
clean_up() {
    local pid undoing
    for pid in "${started[@]}"; do kill -TERM "$pid" 2> /dev/null || true; done
    for pid in "${started[@]}"; do await_end "$pid"; done
    for undoing in "${undo[@]}"; do "$undoing" || true; done
    rm -rf "${folders[@]}"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# Whoever reads what it says may leave first.
trap 'exit 141' PIPE

# A server that does not end within ten seconds of being told is ended.
await_end() {
    local i
    for i in $(seq 100); do
        kill -0 "$1" 2> /dev/null || break
        sleep 0.1
    done
    kill -KILL "$1" 2> /dev/null || true
    wait "$1" 2> /dev/null || true
}

stop() {
    local pid left=()
    kill -TERM "$1" 2> /dev/null || true
    await_end "$1"
    for pid in "${started[@]}"; do [ "$pid" = "$1" ] || left+=("$pid"); done
    started=("${left[@]}")
}

free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 10000))
        (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
    done
}

# log, command… → $server; what it says goes to the log, which is shown if it ends by itself.
start() {
    local log=$1
    shift
    "$@" > "$log" 2>&1 < /dev/null &
    server=$!
    started+=("$server")
}

# process, log, address → once it answers, whatever it answers
await_answer() {
    local i
    for i in $(seq 300); do
        curl -s -o /dev/null "$3" && return
        kill -0 "$1" 2> /dev/null || { cat "$2" >&2; die "The server at $3 ended."; }
        sleep 0.1
    done
    cat "$2" >&2
    die "The server at $3 does not answer within 30 s."
}

publish() { # project, folder
    say "Publishing $(basename "$1") (Release)"
    dotnet publish "$here/../$1" --configuration Release --output "$work/$2" --verbosity quiet >&2
}

# → $pool_url, $issuer
start_pool() {
    pool_url=http://localhost:$(free_port)
    issuer=$pool_url/$pool_id
    start "$work/pool.log" env ASPNETCORE_URLS="$pool_url" dotnet "$work/local-cognito/Modular.LocalCognito.dll"
    await_answer "$server" "$work/pool.log" "$issuer/.well-known/jwks.json"
}

# customer's number, scopes as JSON, claims of its own as JSON → a person's token, good for an hour
person_token() {
    mint "$(jq -nc --argjson scopes "$2" --argjson claims "${3:-"{}"}" --arg sub "$(printf '00000000-0000-4000-8000-%012x' "$1")" \
        '{user: "alice", client: "web-client", scopes: $scopes, expiresIn: 3600, claims: ({sub: $sub} + $claims)}')"
}

# scopes as JSON, claims of its own as JSON → a machine's token, good for an hour
machine_token() {
    mint "$(jq -nc --argjson scopes "$1" --argjson claims "${2:-"{}"}" \
        '{user: null, client: "fulfilment-client", scopes: $scopes, expiresIn: 3600, claims: $claims}')"
}

mint() {
    curl -sS --fail-with-body -H 'Content-Type: application/json' -d "$1" "$pool_url/_local/tokens" | jq -er .access_token
}

# The settings that Modular is run with. Only Development takes identity providers by plain http; the log is an operator's.
modular_settings() { # provider, connection string, listening address
    printf '%s\n' \
        ASPNETCORE_ENVIRONMENT=Development \
        "ASPNETCORE_URLS=$3" \
        Logging__LogLevel__Default=Warning \
        "Database__Provider=$1" \
        "ConnectionStrings__Modular=$2" \
        Identity__Providers__main__Kind=Cognito \
        "Identity__Providers__main__UserPoolId=$pool_id" \
        "Identity__Providers__main__Issuer=$issuer" \
        "Identity__Providers__main__KeysUri=${keys_uri:-$issuer/.well-known/jwks.json}" \
        Identity__Providers__main__ClientIds__0=web-client \
        Identity__Providers__main__MachineClientIds__0=fulfilment-client \
        Identity__Providers__main__ResourceServer=modular \
        Quota__RequestsPerSecond=0
}

# provider, connection string → $server, $address
start_modular() {
    local settings
    address=http://127.0.0.1:$(free_port)
    mapfile -t settings < <(modular_settings "$1" "$2" "$address")
    start "$work/modular.log" env "${settings[@]}" dotnet "$work/modular/Modular.Api.dll"
    await_answer "$server" "$work/modular.log" "$address/health/live"
}

migrate() { # provider, connection string
    local settings
    mapfile -t settings < <(modular_settings "$1" "$2" http://127.0.0.1:0)
    env "${settings[@]}" dotnet "$work/modular/Modular.Api.dll" migrate >&2
}

fill() { # arguments of bench/fill
    dotnet "$work/fill/Modular.Fill.dll" --issuer "$issuer" "$@" >&2
}

# address, token → the body; anything but 200 ends the script
body_of() {
    local status
    status=$(curl -sS -o "$work/body" -w '%{http_code}' -H "Authorization: Bearer $2" "$1")
    [ "$status" = 200 ] || die "$1 answers $status: $(head -c 500 "$work/body")"
    cat "$work/body"
}

# seconds, address, token, more of wrk → "requests a second, p50 ms, p99 ms"; an answer that is not 2xx, or none, ends the script
measure() {
    local result seconds=$1 url=$2 token=$3
    shift 3
    result=$(wrk -t1 -c16 -d"${seconds}s" --latency --timeout 10s "$@" -H "Authorization: Bearer $token" "$url")
    if grep -qE 'Non-2xx|Socket errors|^Requests/sec: *0\.00$' <<< "$result"; then
        say "$url, asked once more, answers: $(curl -s -o - -w ' (%{http_code})' -H "Authorization: Bearer $token" "$url" | head -c 500)"
        die "$result"
    fi
    awk '
        function ms(text) {
            if (text ~ /us$/) return substr(text, 1, length(text) - 2) / 1000
            if (text ~ /ms$/) return substr(text, 1, length(text) - 2) + 0
            return substr(text, 1, length(text) - 1) * (text ~ /m$/ ? 60000 : 1000)
        }
        $1 == "50%" { p50 = ms($2) }
        $1 == "99%" { p99 = ms($2) }
        /^Requests\/sec/ { rate = $2 }
        END { printf "%.1f %.2f %.2f\n", rate, p50, p99 }' <<< "$result"
}

median() { # file, column
    awk -v column="$2" '{ print $column }' "$1" | sort -g | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

machine() { echo "$(nproc) cores ($(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo | head -1)), .NET $(dotnet --list-runtimes | sed -n 's/^Microsoft.AspNetCore.App \([^ ]*\).*/\1/p' | tail -1), $(date +%F)"; }
