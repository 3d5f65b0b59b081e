# shellcheck shell=bash
# The test suites, each with a report of its own for the totals.

# vitest_command REPORT PROJECT...: sets VITEST.
vitest_command() {
  local report=$1 project
  shift
  VITEST=(pnpm exec vitest run --reporter=default --reporter=json "--outputFile.json=$report")
  for project in "$@"; do VITEST+=(--project "$project"); done
}

unit_suite() {
  vitest_command "$(new_report)" unit
  "${VITEST[@]}"
}

# engine_suite "ENGINE OPTIONS" PROJECT...: in a throw-away engine, of which nothing may be left afterwards.
engine_suite() {
  local options report dir code=0
  read -ra options <<<"$1"
  shift
  report=$(new_report)
  dir=$(mktemp -u /tmp/moat-engine.XXXXXX)
  vitest_command "$report" "$@"
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
