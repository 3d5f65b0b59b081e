# shellcheck shell=bash
# `engine fetch`: fills the cache. Everything is made in a temporary directory beside its place and renamed into it when whole.

fetch_help() {
  cat <<'EOF'
usage: engine fetch [--docker 28|20] [--runsc trixie|current]

Fills the cache (MOAT_ENGINE_CACHE, else XDG_CACHE_HOME/moat/engine, else ~/.cache/moat/engine) with the programs of a Docker
engine, gVisor's runsc, a registry and the images. A second fetch has nothing to do. Without --docker: both versions.
`--runsc current` builds a recent gVisor, which takes some minutes; without it: trixie's package.
To get newer packages, remove the cache directory.
EOF
}

engine_fetch() {
  local dockers=(docker-28 docker-20) runsc=runsc-trixie
  while [ $# -gt 0 ]; do
    case "$1" in
      --docker) is_docker_version "${2:-}" && dockers=("docker-$2") && shift 2 ;;
      --runsc) is_runsc_build "${2:-}" && runsc=runsc-$2 && shift 2 ;;
      *) die "fetch: unknown argument '$1'" ;;
    esac
  done
  ensure_fetched "${dockers[@]}" "$runsc" registry images
}

base_image_help() {
  cat <<'EOF'
usage: engine base-image

Prints the path of a tarball with the root file system of debian:bookworm-slim, for `docker import`; makes it first when needed.
EOF
}

engine_base_image() {
  [ $# -eq 0 ] || die "base-image: unknown argument '$1'"
  ensure_fetched images
  printf '%s/debian.tar\n' "$(cache_entry images)"
}

# ensure_fetched ENTRY...: also what `up` and `run` do before they start.
ensure_fetched() {
  local wanted=("$@")
  [ -n "$(missing_entries "${wanted[@]}")" ] || return 0
  need_fetch_tools
  own_cache_dir
  # One fetch at a time: the second waits, and then finds everything there.
  (
    flock -n 9 || {
      say "waiting for another fetch"
      flock 9
    }
    local entry missing tmp
    mapfile -t missing < <(missing_entries "${wanted[@]}")
    [ "${#missing[@]}" -gt 0 ] || exit 0
    find "$(cache_dir)" -maxdepth 1 -name 'tmp.*' -exec rm -rf {} +
    tmp=$(mktemp -d "$(cache_dir)/tmp.XXXXXX")
    trap 'rm -rf "$tmp"' EXIT
    say "filling $(cache_dir) (once; about two minutes)"
    apt_tree_open "$tmp/apt"
    for entry in "${missing[@]}"; do
      say "fetching $entry"
      "fetch_${entry%%-*}" "$tmp/$entry" "${entry#*-}"
      publish_entry "$tmp/$entry" "$entry"
    done
  ) 9>"$(cache_dir)/lock"
}

missing_entries() {
  local entry
  for entry in "$@"; do
    [ -d "$(cache_entry "$entry")" ] || printf '%s\n' "$entry"
  done
}

# publish_entry MADE ENTRY
publish_entry() {
  local target user
  target=$(cache_entry "$2")
  user=$(calling_user)
  [ -z "$user" ] || chown -R "${user/ /:}" "$1"
  mv "$1" "$target"
}

# Under sudo the cache lies in the caller's home, and must stay the caller's.
own_cache_dir() {
  local dir user
  dir=$(cache_dir)
  user=$(calling_user)
  if [ -n "$user" ]; then
    setpriv --reuid "${user% *}" --regid "${user#* }" --init-groups mkdir -p "$dir/v1"
  else
    mkdir -p "$dir/v1"
  fi
}
