# shellcheck shell=bash
# `engine exec` and `engine env`: a command beside an engine.

exec_help() {
  cat <<'EOF'
usage: engine exec --dir DIR -- COMMAND...

Runs COMMAND in the engine's namespaces (its network, its process ids), as the calling user, with DOCKER_HOST and the variables of
`engine env` set. Files are the machine's own. Exit code: COMMAND's.
EOF
}

env_help() {
  cat <<'EOF'
usage: engine env --dir DIR

Prints, as NAME=value: DOCKER_HOST, MOAT_TEST_ENGINE_DIR, MOAT_TEST_DOCKER (28 or 20), MOAT_TEST_RUNSC (trixie, current
or nothing), MOAT_TEST_DOCKER_CLI (path of a docker client), and with a registry MOAT_TEST_REGISTRY (host:port). `engine run --with-bare` adds MOAT_TEST_BARE_HOST.
`--with-others` adds MOAT_TEST_TLS_HOST and MOAT_TEST_TLS_CERTS (a directory for DOCKER_CERT_PATH), MOAT_TEST_SSH_HOST and MOAT_TEST_SSH_BIN
(a directory with the `ssh` that knows that host), MOAT_TEST_PODMAN_HOST, and MOAT_TEST_UNFIT (a directory with runsc-bookworm and runsc-sid).
EOF
}

engine_exec() {
  local dir usage="engine exec --dir DIR -- COMMAND..."
  if [ $# -lt 4 ] || [ "$3" != -- ]; then die "usage: $usage"; fi
  dir=$(only_dir "$usage" "$1" "$2")
  shift 3
  run_inside "$dir" "$@"
}

engine_env() {
  local dir
  dir=$(only_dir "engine env --dir DIR" "$@")
  engine_variables "$dir"
}

engine_variables() {
  local dir=$1 registry
  [ -s "$dir/init.pid" ] || die "no engine is up in $dir"
  registry=$(cat "$dir/registry.address")
  printf '%s\n' "DOCKER_HOST=unix://$dir/docker.sock" "MOAT_TEST_ENGINE_DIR=$dir" "MOAT_TEST_DOCKER=$(cat "$dir/version")" \
    "MOAT_TEST_RUNSC=$(cat "$dir/runsc.build")" "MOAT_TEST_DOCKER_CLI=$dir/docker"
  [ -z "$registry" ] || printf 'MOAT_TEST_REGISTRY=%s\n' "$registry"
  if [ -d "$dir/podman" ]; then
    printf '%s\n' "MOAT_TEST_TLS_HOST=tcp://$TLS_ADDRESS" "MOAT_TEST_TLS_CERTS=$dir/tls/client" "MOAT_TEST_SSH_HOST=ssh://engine" \
      "MOAT_TEST_SSH_BIN=$dir/ssh/bin" "MOAT_TEST_PODMAN_HOST=unix://$dir/podman/podman.sock" "MOAT_TEST_UNFIT=$dir/runtimes"
  fi
  if [ -S "$dir-bare/docker.sock" ]; then printf 'MOAT_TEST_BARE_HOST=unix://%s-bare/docker.sock\n' "$dir"; fi
}

# run_inside DIR COMMAND...: takes the place of the calling shell. sudo's caller gets their own ids and environment back.
run_inside() {
  local dir=$1 user identity=() variables file
  shift
  user=$(calling_user)
  [ -z "$user" ] || identity=(setpriv --reuid "${user% *}" --regid "${user#* }" --init-groups)
  mapfile -t variables < <(engine_variables "$dir")
  [ "${#variables[@]}" -gt 0 ] || return 1
  # A file that is open and already removed: no secret stays on the disk, and nsenter has COMMAND as its only child.
  file=$(mktemp "$dir/environment.XXXXXX")
  printf '%s\0' "${CALLER_ENV[@]}" "${variables[@]}" >"$file"
  exec 3<"$file"
  rm "$file"
  exec nsenter -t "$(cat "$dir/init.pid")" --net --mount --pid -- "${identity[@]}" bash "$ENGINE_HOME/lib/enter.bash" "$PWD" "$@"
}
