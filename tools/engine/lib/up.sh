# shellcheck shell=bash
# `engine up`.

up_help() {
  cat <<'EOF'
usage: engine up --dir DIR [--docker 28|20] [--runsc trixie|current] [--without-runsc] [--registry] [--with-runtimes] [--with-others]

Starts an engine whose socket is DIR/docker.sock and which stays until `engine down --dir DIR`. DIR must be empty or not exist, and
short. Runtimes: runsc (gVisor), runsc-hostnet (gVisor with the container's Linux network), runsc-alias-of-runc (claims to be gVisor,
is not), runc. The images debian:bookworm-slim and busybox:latest are there at once.

  --docker 28|20    the version of Docker (default 28)
  --runsc BUILD     trixie: 2024, says 4.4.0 (default); current: 2026, says 4.19.0-gvisor
  --without-runsc   runc only
  --registry        the images are not there but can be pulled, from a registry beside the engine on 127.0.0.1:5000
  --with-runtimes   a registry that also has stand-ins for the official images: node:24-slim, node:22-slim, golang:1.25, rust:1.96-slim
  --with-others     the same engine over TLS and over ssh, a Podman beside it, and two unfit builds of runsc (not in the engine's table);
                    `engine env` says where

Published ports and the registry are on the loopback of the engine's own network: use `engine exec` to reach them.
EOF
}

engine_up() {
  while [ $# -gt 0 ]; do
    engine_option "$@"
    [ "$OPTION_WORDS" -gt 0 ] || die "up: unknown argument '$1'"
    shift "$OPTION_WORDS"
  done
  prepare_dir
  fetch_for_engine
  need_run_tools
  # A half-started engine is of no use to anybody, whatever interrupted the start.
  trap 'trap - ERR; remove_engine "$ENGINE_DIR"' EXIT
  trap 'exit 130' INT TERM HUP
  start_engine free
  trap - EXIT INT TERM HUP
  say "Docker $ENGINE_DOCKER is up: DOCKER_HOST=unix://$ENGINE_DIR/docker.sock"
}

# The marker is what `down` wants to see before it removes a directory.
prepare_dir() {
  [ -n "$ENGINE_DIR" ] || die "--dir is missing"
  ENGINE_DIR=$(realpath -m "$ENGINE_DIR")
  check_dir_name "$ENGINE_DIR"
  if [ -e "$ENGINE_DIR" ] && [ -n "$(ls -A "$ENGINE_DIR")" ]; then die "$ENGINE_DIR is not empty"; fi
  mkdir -p "$ENGINE_DIR"
  # The caller must get through to the socket; data and exec lock themselves.
  chmod 711 "$ENGINE_DIR"
  : >"$ENGINE_DIR/.moat-engine"
}

check_dir_name() {
  case "$1" in
    *[!A-Za-z0-9/._-]*) die "the directory's path may have letters, digits and . _ - / only: $1" ;;
  esac
  # The address of a unix socket holds 107 bytes, and containerd's own sockets below lie deeper than docker.sock.
  [ "${#1}" -le 60 ] || die "the directory's path must have 60 characters or fewer: $1"
}

# start_engine LIFETIME: with the variables above set and the directory prepared. A step that fails ends the program (set -e), and the
# caller's trap removes what there is: so never call this where a failure would be caught (`if`, `||`).
start_engine() {
  local dir=$ENGINE_DIR docker registry=''
  docker=$(cache_entry "docker-$ENGINE_DOCKER")
  if [ "$ENGINE_REGISTRY" = yes ]; then registry=$REGISTRY_ADDRESS; fi
  ln -s "$docker/bin/docker" "$dir/docker"
  printf '%s\n' "$ENGINE_DOCKER" >"$dir/version"
  printf '%s\n' "$registry" >"$dir/registry.address"
  printf '%s\n' "$ENGINE_RUNSC" >"$dir/runsc.build"
  if [ -n "$ENGINE_RUNSC" ]; then write_runtimes "$dir" "$ENGINE_RUNSC"; fi
  if [ "$ENGINE_OTHERS" = yes ]; then
    write_unfit_runtimes "$dir"
    write_certificates "$dir"
  fi
  write_daemon_json "$dir" "$ENGINE_RUNSC" "$registry"
  write_daemon_starter "$dir" "$docker"
  namespaces_up "$dir" "$1"
  network_up "$dir" "$(cat "$dir/init.pid")"
  if [ -n "$registry" ]; then registry_up "$dir"; fi
  daemon_up "$dir"
  if [ -z "$registry" ]; then import_images "$dir"; fi
  if [ "$ENGINE_OTHERS" = yes ]; then
    sshd_up "$dir"
    podman_up "$dir"
  fi
}
