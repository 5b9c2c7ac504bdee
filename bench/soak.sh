#!/usr/bin/env bash
# Puts a mixed load on Modular and watches its memory and its handles; ends with 1 if they do not hold. See README.md.
#   bench/soak.sh [seconds]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/servers.sh"

seconds=${1:-180}
number seconds "$seconds" 30
need dotnet node curl jq
[ -d /proc/self/fd ] || die 'Memory and handles are read from /proc, which is not here.'

publish src/LocalCognito local-cognito
publish src/Api modular
publish bench/fill fill
start_pool
migrate Sqlite "Data Source='$work/modular.db'"
fill --connection "Data Source='$work/modular.db'" --orders 10000 --customers 100
start_modular Sqlite "Data Source='$work/modular.db'"
modular=$server

say "Loading for $seconds s"
start "$work/soak.md" node "$here/soak/soak.js" "$address" "$pool_url" "$modular" "$seconds"
soak=$server
status=0
wait "$soak" || status=$?
cat "$work/soak.md"
kill -0 "$modular" 2> /dev/null || { cat "$work/modular.log" >&2; die 'The server ended under the load.'; }
echo
echo "$(machine), node $(node -p process.versions.node)."
exit "$status"
