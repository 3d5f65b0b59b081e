#!/usr/bin/env bash
# A clean Debian machine with Docker and without gVisor, in namespaces of its own: its own files, processes and network. What apt, dpkg and
# moat change in there they change in a directory that goes away.
# usage: machine.sh DIRECTORY DEBIAN_TAR DOCKER_BIN CLI CGROUP_PARENT    in the engine's namespaces, as root; stays until it is killed
set -euo pipefail
directory=$1 debian=$2 docker=$3 cli=$4 parent=$5
root=$directory/root
mkdir -p "$root"
tar -C "$root" --numeric-owner -xpf "$debian"
mkdir -p "$root"/{proc,sys,dev,run,moat,old,etc/apt/keyrings}
# Only the repository of the test is known here.
rm -f "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*
printf 'nameserver 192.0.2.1\n' >"$root/etc/resolv.conf"
printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
: >"$root/image.tar"

# Libraries of dockerd that a small Debian lacks, from the machine that it runs on now.
for library in $(LD_LIBRARY_PATH="$docker/../lib" ldd "$docker/dockerd" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }'); do
  [ -n "$(find "$root/usr/lib" -name "${library##*/}" -print -quit)" ] || cp -L "$library" "$root/usr/lib/"
done

exec setpriv --pdeathsig KILL unshare --net --mount --pid --fork --kill-child --propagation private -- bash -euc '
  root=$1 docker=$2 cli=$3 parent=$4 debian=$5
  ip link set lo up
  # As the processes outside count.
  read -r pid _ </proc/self/stat
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount -t sysfs sysfs "$root/sys"
  mount --rbind /sys/fs/cgroup "$root/sys/fs/cgroup"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs tmpfs "$root/run"
  mount --bind -o ro "$docker" "$root/usr/local/bin"
  mount --bind -o ro "$debian" "$root/image.tar"
  # At its own path, too: its links are absolute.
  mkdir -p "$root$cli"
  mount --bind -o ro "$cli" "$root$cli"
  cd "$root"
  pivot_root . old
  umount -l /old
  mount --make-rshared /
  hash -r
  ldconfig
  printf "%s\n" "$parent" >/run/cgroup-parent
  echo "ready $pid"
  exec sleep infinity
' machine "$root" "$docker" "$cli" "$parent" "$debian"
