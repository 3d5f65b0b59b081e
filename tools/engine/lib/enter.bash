#!/usr/bin/env bash
# The last step into an engine's namespaces: gives COMMAND the directory and the environment it was called with. The environment comes
# through file descriptor 3 and not as arguments, which anybody can read in the process list.
# usage: enter.bash DIRECTORY COMMAND... 3<NAME=value,NUL...
set -euo pipefail
cd "$1"
shift
mapfile -t inherited < <(compgen -e)
for name in "${inherited[@]}"; do unset "$name" 2>/dev/null || true; done
while IFS= read -r -d '' pair; do
  # shellcheck disable=SC2163  # the pair is name and value; names that bash cannot hold (exported functions) stay behind
  export "$pair" 2>/dev/null || true
done <&3
exec 3<&-
exec "$@"
