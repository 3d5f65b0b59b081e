# shellcheck shell=bash
# Podman's Docker API: it lists a `runsc` that is not there, and accepts it for containers that it then runs on the host's kernel.

podman_up() {
  local dir=$1 podman=$1/podman others docker
  others=$(cache_entry others)
  mkdir -p "$podman/home/.config/containers"
  printf '{"default":[{"type":"insecureAcceptAnything"}]}\n' >"$podman/home/.config/containers/policy.json"
  docker=$(cache_entry "docker-$ENGINE_DOCKER")/bin
  # Without cgroups of Podman's own, which would stay on the machine. Debian's crun could do that, but not where there are cgroups of both
  # versions; runc can, without being told.
  # shellcheck disable=SC2016  # for that program; Podman's words have no blanks
  printf '#!/usr/bin/env bash\nwords=" $* "\nexec %q ${words/ --cgroup-manager disabled / }\n' "$docker/runc" >"$podman/runc"
  chmod 755 "$podman/runc"
  cat >"$podman/containers.conf" <<END
[containers]
cgroups = "disabled"
seccomp_profile = "unconfined"
log_driver = "k8s-file"
pids_limit = 0
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
conmon_path = ["$others/bin/conmon"]
init_path = "$docker/docker-init"
runtime = "runc"
runtime_supports_nocgroup = ["runc"]
tmp_dir = "$podman/tmp"
[engine.runtimes]
runc = ["$podman/runc"]
[network]
network_config_dir = "$podman/networks"
END
  printf '[storage]\ndriver = "overlay"\ngraphroot = "%s/graph"\nrunroot = "%s/run"\n' "$podman" "$podman" >"$podman/storage.conf"
  # shellcheck disable=SC2016  # for the inner shell
  in_private_run "$dir" "$podman/log" 'export HOME=$0/home CONTAINERS_CONF=$0/containers.conf CONTAINERS_STORAGE_CONF=$0/storage.conf
    exec "$1/bin/podman" system service --time=0 "unix://$0/podman.sock"' "$podman" "$others"
  wait_until 20 docker_at "$podman/podman.sock" "$dir" version || die "Podman did not start: $(cat "$podman/log")"
  [ -z "$(calling_user)" ] || chown "$(calling_user | tr ' ' :)" "$podman/podman.sock"
  docker_at "$podman/podman.sock" "$dir" import --change 'CMD ["sh"]' "$(cache_entry images)/busybox.tar" busybox:latest >/dev/null
}
