#!/bin/sh
# Starts the machine's dockerd as a package would have it, but for what these namespaces lack: no iptables, no systemd.
# usage: start-dockerd.sh    inside the machine
cd /
setsid dockerd --cgroup-parent "$(cat /run/cgroup-parent)" --exec-opt native.cgroupdriver=cgroupfs \
  --iptables=false --ip6tables=false --ip-masq=false </dev/null >/run/dockerd.log 2>&1 &
tries=0
until docker version >/dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 600 ] || { tail -n 20 /run/dockerd.log >&2; exit 1; }
  sleep 0.1
done
