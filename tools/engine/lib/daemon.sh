# shellcheck shell=bash
# dockerd and the registry inside the namespaces.

# write_daemon_starter DIR: a program that starts dockerd, from inside; also for tests that kill it and want it back.
write_daemon_starter() {
  local dir=$1 docker=$2 user group_option='' tls_option=''
  user=$(calling_user)
  # The socket belongs to the caller's group, as with an installed Docker and the group "docker".
  [ -z "$user" ] || group_option="--group ${user#* }"
  [ ! -d "$dir/tls" ] || tls_option=$(tls_options "$dir")
  cat >"$dir/start-dockerd" <<EOF
#!/usr/bin/env bash
# Starts this engine's dockerd, from inside its namespaces (engine exec); returns at once.
cd /
export MOAT_ENGINE_TAG=$(engine_tag "$dir")
export PATH=$(printf %q "$docker/bin"):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LD_LIBRARY_PATH=$(printf %q "$docker/lib")
rm -f $dir/dockerd.pid $dir/dockerd.ended
setsid sh -c 'dockerd "\$@"; echo \$? >$dir/dockerd.ended' dockerd --config-file $dir/daemon.json --data-root $dir/data \\
  --exec-root $dir/exec --pidfile $dir/dockerd.pid -H unix://$dir/docker.sock $tls_option$group_option </dev/null >>$dir/dockerd.log 2>&1 &
EOF
  chmod 755 "$dir/start-dockerd"
}

daemon_up() {
  local dir=$1
  enter "$dir" "$dir/start-dockerd"
  if ! wait_until 60 answers_or_ended "$dir" || [ -e "$dir/dockerd.ended" ]; then
    say "dockerd did not start; the end of its log:"
    tail -n 30 "$dir/dockerd.log" | cut -c1-300 >&2
    return 1
  fi
}

answers_or_ended() { [ -e "$1/dockerd.ended" ] || docker_of "$1" version; }

# docker_of DIR ARGUMENTS...: the engine's own command line client.
docker_of() { docker_at "$1/docker.sock" "$@"; }

# docker_at SOCKET DIR ARGUMENTS...: the client of the engine in DIR, at another socket.
docker_at() { DOCKER_CONFIG=$2/docker-config "$2/docker" -H "unix://$1" "${@:3}"; }

# The port is free in any case: the namespace is new.
REGISTRY_ADDRESS=127.0.0.1:5000

registry_up() {
  local dir=$1
  # A copy, since tests push.
  cp -a "$(cache_entry images)/storage" "$dir/registry"
  [ "$ENGINE_RUNTIMES" = no ] || cp -a "$(cache_entry runtimes-2)/storage/." "$dir/registry"
  cat >"$dir/registry.yml" <<EOF
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage: { filesystem: { rootdirectory: $dir/registry }, delete: { enabled: true } }
http: { addr: $REGISTRY_ADDRESS }
EOF
  # shellcheck disable=SC2016  # for the inner shell
  MOAT_ENGINE_TAG=$(engine_tag "$dir") enter "$dir" bash -c \
    'setsid "$0" serve "$1/registry.yml" </dev/null >"$1/registry.log" 2>&1 &' "$(cache_entry registry)/docker-registry" "$dir"
  if ! wait_until 20 enter "$dir" bash -c "exec 3<>/dev/tcp/${REGISTRY_ADDRESS/:/\/}"; then
    say "the registry did not answer within 20 s; its log:"
    tail -n 20 "$dir/registry.log" >&2
    return 1
  fi
}

import_images() {
  local dir=$1 images
  images=$(cache_entry images)
  docker_of "$dir" import --change 'CMD ["bash"]' "$images/debian.tar" debian:bookworm-slim >/dev/null
  docker_of "$dir" import --change 'CMD ["sh"]' "$images/busybox.tar" busybox:latest >/dev/null
}
