#!/usr/bin/env bash
# The first process of an engine's namespaces: arranges the mounts, then only reaps.
# usage: init.bash DIR DOCKER_INIT
set -euo pipefail
dir=$1 reaper=$2

# /sys shows the devices of the network namespace it was mounted in: dockerd looks for its bridges there. The new one has no
# securityfs either, so that dockerd sees no AppArmor, and loads no profile into the kernel, for everybody and for good.
mkdir "$dir/cgroup"
mount --rbind /sys/fs/cgroup "$dir/cgroup"
mount -t sysfs sysfs /sys
mount --rbind "$dir/cgroup" /sys/fs/cgroup
umount -R "$dir/cgroup"
rmdir "$dir/cgroup"

resolv=$(readlink -f /etc/resolv.conf)
if [ -f "$resolv" ]; then mount --bind "$dir/resolv.conf" "$resolv"; fi

# Mounts of the machine come in, ours do not go out; and in here they are shared, as Docker wants them. Not earlier: while they are,
# the umount above would reach both copies.
mount --make-rshared /

touch "$dir/init.ready"
cd /
exec "$reaper" -- sleep infinity
