# shellcheck shell=bash
# The runtimes of an engine, and its daemon.json.

# write_runtimes DIR BUILD: paths without blanks, whatever the cache's path is, since Docker splits them.
write_runtimes() {
  local dir=$1 runsc
  runsc=$(cache_entry "runsc-$2")/runsc
  mkdir -p "$dir/runtimes"
  ln -s "$runsc" "$dir/runtimes/runsc-hostnet"
  if [ "$2" = trixie ] && kernel_needs_wrapper; then
    ln -s "$runsc" "$dir/runtimes/gvisor"
    write_wrapper "$dir/runtimes/runsc" "$dir/runtimes/gvisor"
  else
    ln -s "$runsc" "$dir/runtimes/runsc"
  fi
}

# Two builds that people get from Debian and that do not work, for tests to be told about: one cannot list a directory, one dies on forks.
# No table has them until a test writes it.
write_unfit_runtimes() {
  local dir=$1 build
  mkdir -p "$dir/runtimes"
  for build in bookworm sid; do
    ln -s "$(cache_entry "runsc-$build")/runsc" "$dir/runtimes/$build-runsc"
    if kernel_needs_wrapper; then
      write_wrapper "$dir/runtimes/runsc-$build" "$dir/runtimes/$build-runsc"
    else
      ln -s "$build-runsc" "$dir/runtimes/runsc-$build"
    fi
  done
}

# runsc before August 2024 takes /proc/sys/net/core/rmem_default as proof of being in the root network namespace, and refuses to run;
# since Linux 6.11 every namespace has that file.
kernel_needs_wrapper() {
  [ "$(printf '6.11\n%s\n' "$(uname -r)" | sort -V | head -n 1)" = 6.11 ]
}

# write_wrapper FILE RUNSC: hides that file from RUNSC, in a mount namespace of its own. Without root (`runsc --version`) there is nothing
# to hide.
write_wrapper() {
  cat >"$1" <<EOF
#!/bin/sh
[ "\$(id -u)" = 0 ] || exec $2 "\$@"
exec unshare --mount --propagation slave -- sh -c 'mount -t tmpfs -o ro,size=4k none /proc/sys/net && exec "\$0" "\$@"' $2 "\$@"
EOF
  chmod 755 "$1"
}

# write_daemon_json DIR RUNSC REGISTRY: cgroupfs, because nothing here needs systemd; a cgroup of our own, so that clean-up knows it.
write_daemon_json() {
  local dir=$1 runsc=$2 registry=$3 mtu
  mtu=$(uplink_mtu)
  {
    printf '{\n  "cgroup-parent": "/moat-engine-%s",\n' "$(engine_tag "$dir")"
    printf '  "exec-opts": ["native.cgroupdriver=cgroupfs"],\n'
    [ -z "$registry" ] || printf '  "registry-mirrors": ["http://%s"],\n' "$registry"
    if [ -n "$runsc" ]; then
      printf '  "runtimes": {\n'
      printf '    "runsc": { "path": "%s/runtimes/runsc" },\n' "$dir"
      printf '    "runsc-hostnet": { "path": "%s/runtimes/runsc-hostnet", "runtimeArgs": ["--network=host"] },\n' "$dir"
      # A liar: named after gVisor, and runs on the host's kernel.
      printf '    "runsc-alias-of-runc": { "path": "runc" }\n  },\n'
    fi
    printf '  "mtu": %s\n}\n' "$mtu"
  } >"$dir/daemon.json"
}
