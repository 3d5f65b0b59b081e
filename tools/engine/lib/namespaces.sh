# shellcheck shell=bash
# An engine lives in network, mount and process namespaces of its own. Killing the first process in there makes the kernel kill all
# others (containers, shims, sandboxes) and drop all mounts: nothing an engine does can outlive it.

# namespaces_up DIR LIFETIME: prints nothing; the first process' id is in DIR/init.pid afterwards.
# LIFETIME "caller": the engine dies with the calling shell, even by kill -9; "free": it stays until `engine down`.
namespaces_up() {
  local dir=$1 lifetime=$2 death=()
  [ "$lifetime" = free ] || death=(setpriv --pdeathsig KILL)
  reachable_resolv_conf >"$dir/resolv.conf"
  # A session of its own: Ctrl-C is for the command that `engine run` runs. The lock says "alive" to the next engine; it is
  # there before the file has its name, so that nobody finds the file without it.
  exec 7>"$dir/alive.new"
  flock 7
  mv "$dir/alive.new" "$dir/alive"
  MOAT_ENGINE_TAG=$(engine_tag "$dir") setsid "${death[@]}" \
    unshare --net --mount --pid --fork --kill-child --mount-proc --propagation slave -- \
    bash "$ENGINE_HOME/lib/init.bash" "$dir" "$(cache_entry "docker-$ENGINE_DOCKER")/bin/docker-init" \
    </dev/null >"$dir/init.log" 2>&1 &
  local outer=$!
  disown "$outer"
  exec 7>&-
  if ! wait_until 10 test -e "$dir/init.ready"; then
    cat "$dir/init.log" >&2
    die "cannot make the engine's namespaces: is this a container without privileges?"
  fi
  child_of "$outer" >"$dir/init.pid"
}

# wait_until SECONDS COMMAND...
wait_until() {
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}

# Without ps, which a small machine may not have. grep fails for every process that ends while it looks: no reason to fail.
child_of() {
  local file
  file=$(grep -lE "^PPid:[[:space:]]+$1\$" /proc/[0-9]*/status 2>/dev/null | head -n 1) || true
  file=${file#/proc/}
  printf '%s\n' "${file%/status}"
}

# enter DIR COMMAND...: inside the engine's namespaces, as root.
enter() {
  nsenter -t "$(cat "$1/init.pid")" --net --mount --pid -- "${@:2}"
}
