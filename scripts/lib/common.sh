# shellcheck shell=bash
# What every script here starts with: the repository's root, messages, locks, and not being root for somebody else.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
MOAT_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/moat

fail() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# `sudo scripts/...` would leave files of root's in the caller's checkout and home: go on as the caller, and ask sudo where it is needed.
as_caller() {
  if [ "$EUID" -eq 0 ] && [ "${SUDO_UID:-0}" != 0 ]; then
    exec sudo -u "#$SUDO_UID" -H -- "$@"
  fi
}

# root COMMAND...: as root, by sudo when needed.
root() {
  if [ "$EUID" -eq 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null || fail "needs root, and there is no sudo here: run it as root"
    sudo -- "$@"
  fi
}

# need_program PROGRAM PACKAGE WHY: installs a package of the system's when the program is missing.
need_program() {
  ! command -v "$1" >/dev/null || return 0
  command -v apt-get >/dev/null || fail "needs $1 ($3), and there is no apt-get here to install it"
  printf 'installing %s (%s)\n' "$2" "$3" >&2
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)
  quietly root "${apt[@]}" update || true
  quietly root "${apt[@]}" install -y --no-install-recommends "$2" || fail "cannot install $2"
}

# quietly COMMAND...: the output is shown only when it fails.
quietly() {
  local log code=0
  log=$(mktemp)
  "$@" >"$log" 2>&1 </dev/null || code=$?
  [ "$code" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$code"
}

# locked NAME COMMAND...: one at a time for this user; the second waits.
locked() {
  local name=$1
  shift
  if ! command -v flock >/dev/null; then
    "$@"
    return
  fi
  mkdir -p "$MOAT_CACHE/locks"
  (
    flock 9
    "$@" 9<&-
  ) 9>"$MOAT_CACHE/locks/$name"
}

# A name for this checkout: two checkouts need not wait for each other.
checkout_name() { printf '%s' "$ROOT" | cksum | cut -d' ' -f1; }
