# shellcheck shell=bash
# The stages of a test run: each is announced and timed; a failed one does not keep the others from telling what they know.

STAGES=()
FAILED_STAGES=0

# stage NAME COMMAND...
stage() {
  local name=$1 start=$SECONDS verdict=ok
  shift
  printf '\n== %s\n' "$name"
  "$@" </dev/null || verdict="FAILED"
  [ "$verdict" = ok ] || FAILED_STAGES=$((FAILED_STAGES + 1))
  STAGES+=("$(printf '%-24s %5d s  %s' "$name" $((SECONDS - start)) "$verdict")")
  [ "$verdict" = ok ]
}

print_stages() {
  printf '\n'
  printf '%s\n' "${STAGES[@]}"
}
