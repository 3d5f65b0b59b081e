# shellcheck shell=bash
# The test suites, each with a report of its own for the totals.

# vitest_command REPORT SHARD PROJECT...: sets VITEST. SHARD is i/n, or all.
vitest_command() {
  local report=$1 shard=$2 project
  shift 2
  VITEST=(pnpm exec vitest run --reporter=default --reporter=json "--outputFile.json=$report")
  [ "$shard" = all ] || VITEST+=("--shard=$shard")
  for project in "$@"; do VITEST+=(--project "$project"); done
}

# More at once than there are processors: the slowest of them wait for processes that they have started.
unit_suite() {
  vitest_command "$(new_report)" all unit
  "${VITEST[@]}" --maxWorkers=4
}

# Lanes are engine suites side by side, each with an engine of its own: tests mostly wait, for engines and for programs to end, and
# some of them stop or change the engine that they have.
LANES=()

# start_lane NAME SHARD "ENGINE OPTIONS" PROJECT...: its lines begin with its name.
start_lane() {
  local name=$1
  shift
  # A process group of its own, by which it can be ended.
  set -m
  (
    set -o pipefail
    engine_suite "$@" 2>&1 | sed -u "s/^/[$name] /"
  ) &
  LANES+=($!)
  set +m
}

await_lanes() {
  local lane code=0
  for lane in "${LANES[@]}"; do wait "$lane" || code=1; done
  LANES=()
  return "$code"
}

# engine_halves "ENGINE OPTIONS" PROJECT...
engine_halves() {
  start_lane 1 1/2 "$@"
  start_lane 2 2/2 "$@"
  await_lanes
}

# Whoever ends this script ends what it has started, and their engines.
end_lanes() {
  local lane
  for lane in "${LANES[@]}"; do kill -TERM -- "-$lane" 2>/dev/null || true; done
  wait
}

# engine_suite SHARD "ENGINE OPTIONS" PROJECT...: in a throw-away engine, of which nothing may be left afterwards.
engine_suite() {
  local shard=$1 options report dir code=0
  read -ra options <<<"$2"
  shift 2
  report=$(new_report)
  dir=$(mktemp -u /tmp/moat-engine.XXXXXX)
  vitest_command "$report" "$shard" "$@"
  "$ROOT/tools/engine/engine" run --dir "$dir" "${options[@]}" -- "${VITEST[@]}" || code=$?
  node "$ROOT/scripts/lib/totals.mjs" --ran "$report" || {
    printf 'no test ran in this engine\n'
    code=1
  }
  nothing_left "$dir" && nothing_left "$dir-bare" || code=1
  return "$code"
}

nothing_left() {
  local left
  left=$("$ROOT/tools/engine/engine" leftovers --dir "$1" 2>&1) && return 0
  printf 'the engine left something behind:\n%s\n' "$left"
  return 1
}

# An empty file at first: a report that is never written counts as a failure.
new_report() { mktemp "$REPORTS/report.XXXXXX"; }

all_totals() { node "$ROOT/scripts/lib/totals.mjs" "$REPORTS"/report.*; }
