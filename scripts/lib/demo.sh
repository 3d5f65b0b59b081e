#!/usr/bin/env bash
# The demonstration of `scripts/try`: shows a sandboxed run, and proves what it shows. DOCKER_HOST says which engine.
# usage: demo.sh WORKSPACE
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

workspace=$1
printf 'from the host\n' >"$workspace/hello.txt"
# shellcheck disable=SC2016  # for the shell inside
inside='dmesg | head -n 1; uname -r; ls /workspace; echo "from the sandbox" >/workspace/answer.txt'

printf "\n  \$ moat run %s -- sh -c '%s'\n\n" "$workspace" "$inside"
code=0
node "$ROOT/packages/cli/bin/run.js" run "$workspace" -- sh -c "$inside" >"$workspace.out" || code=$?
mapfile -t line <"$workspace.out"
[ "$code" -eq 0 ] || fail "the run ended with exit code $code"

row() { printf '  %-22s %s\n' "$1" "$2"; }
row 'inside: dmesg' "${line[0]:-}"
row 'inside: kernel' "${line[1]:-}"
row 'outside: kernel' "$(uname -r)"
row 'inside: /workspace' "${line[*]:2}"
row 'outside: answer.txt' "$(cat "$workspace/answer.txt" 2>/dev/null || echo missing), owned by $(stat -c %U "$workspace/answer.txt" 2>/dev/null || echo nobody)"
printf '\n'

case "${line[0]:-}" in
  *'Starting gVisor...'*) ;;
  *) fail "no proof: the kernel inside does not say that it is gVisor" ;;
esac
case "${line[1]:-}" in
  '' | "$(uname -r)") fail "no proof: the kernel inside is the host's" ;;
esac
[[ " ${line[*]:2} " = *' hello.txt '* ]] || fail "no proof: the workspace is not there inside"
[ "$(cat "$workspace/answer.txt" 2>/dev/null)" = 'from the sandbox' ] || fail "no proof: what was written inside is not outside"
[ "$(stat -c %u "$workspace/answer.txt")" = "$(id -u)" ] || fail "no proof: the file written inside is not yours outside"
