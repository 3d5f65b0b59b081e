# shellcheck shell=bash
# Messages, paths and small checks that every part of the engine needs.

say() { printf 'engine: %s\n' "$*" >&2; }

die() {
  printf 'engine: %s\n' "$*" >&2
  exit 1
}

cache_dir() {
  printf '%s\n' "${MOAT_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/moat/engine}"
}

# The layout below the cache. Raise the number when the content of an entry changes, so that old caches are not mistaken for new.
cache_entry() { printf '%s/v1/%s\n' "$(cache_dir)" "$1"; }

# Every name an engine leaves in the kernel (cgroup, link, firewall rule, environment) is made from this tag, and the tag only from the
# directory. So clean-up needs no state file, and works when the directory is already gone.
engine_tag() { printf '%s' "$1" | sha256sum | cut -c1-8; }

# The user on whose behalf root works: "uid gid", or nothing when root is just root.
calling_user() {
  if [ "${SUDO_UID:-0}" != 0 ]; then
    printf '%s %s\n' "$SUDO_UID" "${SUDO_GID:-$SUDO_UID}"
  fi
}

# Runs a command until it succeeds, four times at most: mirrors hiccup.
retry() {
  local attempt
  for attempt in 1 2 3; do
    "$@" && return 0
    say "failed (attempt $attempt of 4): $1 ${2:-}; trying again"
    sleep $((attempt * 2))
  done
  "$@"
}

need_linux_debian() {
  [ "$(uname -s)" = Linux ] || die "needs Linux; on other systems use a Docker that has gVisor, see https://gvisor.dev/docs/user_guide/install/"
  command -v apt-get >/dev/null || die "needs Debian or Ubuntu (there is no apt-get here)"
}

# only_dir USAGE ARGUMENTS...: prints the directory of exactly `--dir DIR`.
only_dir() {
  if [ $# -ne 3 ] || [ "$2" != --dir ] || [ -z "$3" ]; then die "usage: $1"; fi
  realpath -m "$3"
}
