#!/usr/bin/env bash
# Measures LocalCognito beside cognito-local in one run, and prints a Markdown table. See README.md.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${BENCH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/modular-bench}
say() { echo "[$(date +%T)] $*" >&2; }

for program in dotnet node npm; do
    command -v "$program" > /dev/null || { say "$program is not installed, and it is needed."; exit 1; }
done

work=$(mktemp -d)
measuring=
clean_up() {
    # The group holds the servers too, should the program that started them be gone.
    [ -z "$measuring" ] || kill -TERM -- "-$measuring" 2> /dev/null || true
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

peers=$cache/node-$(sha256sum "$here/local-cognito/package-lock.json" | cut -c1-16)
if [ ! -e "$peers/installed" ]; then
    say "Installing cognito-local"
    mkdir -p "$peers"
    cp "$here/local-cognito/package.json" "$here/local-cognito/package-lock.json" "$peers/"
    (cd "$peers" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
    touch "$peers/installed"
fi

say "Publishing LocalCognito (Release)"
dotnet publish "$here/../src/LocalCognito" --configuration Release --output "$work/local-cognito" --verbosity quiet >&2

# Job control gives the program and what it starts a process group of their own.
set -m
node "$here/local-cognito/measure.js" "$work" "$peers" "$@" < /dev/null &
measuring=$!
set +m
status=0
wait "$measuring" || status=$?
measuring=
exit "$status"
