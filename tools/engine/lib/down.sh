# shellcheck shell=bash
# `engine down`: removes an engine, whatever state it is in.

down_help() {
  cat <<'EOF'
usage: engine down --dir DIR

Kills everything that belongs to the engine in DIR and removes what it made: mounts, network, firewall rules, cgroups, DIR itself.
Works on engines that are whole, half-dead or gone; a second call has nothing to do.
EOF
}

engine_down() {
  local dir
  dir=$(only_dir "engine down --dir DIR" "$@")
  need_run_tools
  if [ -e "$dir" ] && [ ! -e "$dir/.moat-engine" ]; then die "$dir is not an engine's directory"; fi
  remove_engine "$dir"
}

remove_engine() {
  local dir=$1
  kill_engine "$dir"
  network_down "$dir"
  unmount_below "$dir"
  remove_cgroups "$dir"
  rm -rf --one-file-system "$dir"
}

# Processes that carry the tag (dockerd, containerd, shims, registry, the first of the namespaces); containers carry it in their cgroup.
engine_processes() {
  local tag
  tag=$(engine_tag "$1")
  {
    grep -lzx "MOAT_ENGINE_TAG=$tag" /proc/[0-9]*/environ
    grep -l "/moat-engine-$tag" /proc/[0-9]*/cgroup
  } 2>/dev/null | cut -d/ -f3 | sort -un | grep -vx "$$" || true
}

kill_engine() {
  local end=$((SECONDS + 15)) pids
  while pids=$(engine_processes "$1") && [ -n "$pids" ]; do
    # shellcheck disable=SC2086  # one number per word
    kill -KILL $pids 2>/dev/null || true
    if [ "$SECONDS" -ge "$end" ]; then
      say "warning: these processes do not die: ${pids//$'\n'/ }"
      return 0
    fi
    sleep 0.05
  done
}

# The engine's mounts went with its namespace; this is for what somebody else mounted there.
unmount_below() {
  local target
  while read -r target; do
    umount -l "$target" 2>/dev/null || true
  done < <(mounts_below "$1")
}

mounts_below() {
  awk -v dir="$1" '$5 == dir || index($5, dir "/") == 1 { print $5 }' /proc/self/mountinfo | sort -r
}

engine_cgroups() {
  find /sys/fs/cgroup -depth -type d -path "*/moat-engine-$(engine_tag "$1")*" 2>/dev/null || true
}

# The kernel lets go of a cgroup a moment after its last process.
remove_cgroups() {
  local end=$((SECONDS + 10)) group
  while [ -n "$(engine_cgroups "$1")" ] && [ "$SECONDS" -lt "$end" ]; do
    while read -r group; do
      rmdir "$group" 2>/dev/null || sleep 0.05
    done < <(engine_cgroups "$1")
  done
}
