# shellcheck shell=bash
# `engine leftovers`: the check on `down`.

leftovers_help() {
  cat <<'EOF'
usage: engine leftovers [--dir DIR]

Lists what the engine in DIR (without --dir: any engine) has on this machine: processes, mounts, links, firewall rules, cgroups,
directories. One line each; exit code 1 if there is any.
EOF
}

engine_leftovers() {
  local dir='' found
  if [ "${1:-}" = --dir ]; then
    dir=$(realpath -m "${2:?--dir needs a directory}")
    shift 2
  fi
  [ $# -eq 0 ] || die "leftovers: unknown argument '$1'"
  need_run_tools
  found=$(if [ -n "$dir" ]; then list_of_engine "$dir"; else list_of_all; fi)
  [ -n "$found" ] || return 0
  printf '%s\n' "$found"
  return 1
}

list_of_engine() {
  local dir=$1 tag
  tag=moat-engine-$(engine_tag "$dir")
  [ ! -e "$dir" ] || printf 'directory %s\n' "$dir"
  engine_processes "$dir" | describe_processes
  mounts_below "$dir" | sed 's/^/mount /'
  ip -o link show | grep -F "$(link_name "$dir")" | sed 's/^/link /' || true
  iptables-save 2>/dev/null | grep -F "\"$tag " | sed 's/^/rule /' || true
  engine_cgroups "$dir" | sed 's/^/cgroup /'
}

list_of_all() {
  find "${TMPDIR:-/tmp}" /tmp -maxdepth 1 -name 'moat-engine.*' 2>/dev/null | sort -u | sed 's/^/directory /'
  grep -lzE '^MOAT_ENGINE_TAG=' /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 | describe_processes || true
  grep -F moat-engine /proc/self/mountinfo | awk '{ print "mount " $5 }' || true
  ip -o link show | grep -E ' moat[0-9a-f]{8}@' | sed 's/^/link /' || true
  iptables-save 2>/dev/null | grep -F '"moat-engine-' | sed 's/^/rule /' || true
  find /sys/fs/cgroup -depth -type d -name 'moat-engine-*' 2>/dev/null | sed 's/^/cgroup /' || true
}

describe_processes() {
  local pid
  while read -r pid; do
    printf 'process %s %s\n' "$pid" "$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | cut -c1-160)"
  done
}
