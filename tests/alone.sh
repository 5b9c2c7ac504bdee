#!/usr/bin/env bash
# Shows that no test depends on another or on the machine: tests/alone.sh [test program …], like tests/alone.sh Api.Tests.
# Runs each test class in a process of its own, in another time zone, language and folder and with a strict umask; then each program
# whole, in random order. Build before. What was green with the same build is not run again, so an interrupted run goes on.
#
#   MODULAR_ALONE_EVERY=20   only each twentieth class, the same ones on the same day
#   MODULAR_SEED=1234        the order of the whole programs; random by default, and printed
#   MODULAR_ALONE_ONLY=      classes or order: only this part
#   MODULAR_ALONE_FOLDER=    where the results are kept (tests/obj/alone); a red class's output is there as <class>.log
#
# Ends with a line of its own: "N green, N red", and each red one before.
set -uo pipefail
case ${1:-} in -h | --help) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 0 ;; esac
tests=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
every=${MODULAR_ALONE_EVERY:-1} only=${MODULAR_ALONE_ONLY:-} results=${MODULAR_ALONE_FOLDER:-$tests/obj/alone}
seed=${MODULAR_SEED:-$((RANDOM * 32768 + RANDOM))}
unset MODULAR_SEED
day=$(($(date +%s) / 86400))
mkdir -p "$results"
elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
trap 'exit 130' INT TERM

if [ $# = 0 ]; then
  for project in "$tests"/*.Tests; do set -- "$@" "$(basename "$project")"; done
fi

green=0 red=()
run() { # name, program, arguments
  local name=$1 program=$2 began=$SECONDS
  shift 2
  local mark=$results/$name.green
  if [ "$mark" -nt "$program" ]; then
    green=$((green + 1))
    return
  fi
  mkdir -p "$elsewhere/$name"
  if (cd "$elsewhere/$name" && umask 077 && TZ=Asia/Seoul LC_ALL=tr_TR.UTF-8 exec dotnet "$program" "$@" --no-ansi --progress off) \
    >"$results/$name.log" 2>&1 </dev/null; then
    mv "$results/$name.log" "$mark"
    green=$((green + 1))
    echo "green  $name ($((SECONDS - began)) s)"
  else
    red+=("$name")
    echo "RED    $name ($((SECONDS - began)) s): $results/$name.log"
  fi
}

for project; do
  program=$tests/$project/bin/Debug/net10.0/Modular.$project.dll
  [ -f "$program" ] || { echo "$project is not built: dotnet build." >&2; exit 2; }
  if [ "$only" != order ]; then
    number=$day
    # The list ends with the exit code of a run without a test.
    classes=$({ dotnet "$program" --xunit-list classes || true; } | grep '^Modular\.') || { echo "$project lists no class." >&2; exit 2; }
    for class in $classes; do
      number=$((number + 1))
      if [ $((number % every)) = 0 ]; then
        run "$class" "$program" --filter-class "$class" --minimum-expected-tests 1
      fi
    done
  fi
done
for project; do
  if [ "$only" != classes ]; then
    echo "$project in the order of MODULAR_SEED=$seed"
    MODULAR_SEED=$seed run "$project.$seed" "$tests/$project/bin/Debug/net10.0/Modular.$project.dll"
  fi
done

for name in ${red[@]+"${red[@]}"}; do echo "red: $name"; done
echo "$green green, ${#red[@]} red"
[ ${#red[@]} = 0 ]
