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

# engine_suites "ENGINE OPTIONS" PROJECT...: two halves side by side, each with an engine of its own: tests mostly wait, for engines and
# for programs to end, and some of them stop or change the engine that they have.
HALVES=()
engine_suites() {
  local half code=0
  # Process groups of their own, by which they can be ended.
  set -m
  for half in 1 2; do
    (
      set -o pipefail
      engine_suite "$half/2" "$@" 2>&1 | sed -u "s/^/[$half] /"
    ) &
    HALVES+=($!)
  done
  set +m
  for half in "${HALVES[@]}"; do wait "$half" || code=1; done
  HALVES=()
  return "$code"
}

# Whoever ends this script ends what it has started, and their engines.
end_halves() {
  local half
  for half in "${HALVES[@]}"; do kill -TERM -- "-$half" 2>/dev/null || true; done
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
