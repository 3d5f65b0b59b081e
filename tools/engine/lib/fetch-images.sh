# shellcheck shell=bash
# The images: root file systems as tarballs (for `docker import`) and the same as the storage of a registry (for `docker pull`).

fetch_images() {
  local target=$1
  mkdir -p "$target/storage"
  make_debian_rootfs "$target/debian.root"
  make_busybox_rootfs "$target/busybox.root"
  add_image "$target" debian bookworm-slim bash
  add_image "$target" busybox latest sh
}

# An honest debian:bookworm-slim, made from the mirror: no registry needed.
make_debian_rootfs() {
  local root=$1 keyring
  keyring=$(debian_keyring)
  # debootstrap mounts /proc into its target: in namespaces of its own, a killed fetch leaves neither mounts nor processes.
  retry fresh_debootstrap "$root" "$keyring" >&2
  # What the slim images leave out.
  cat >"$root/etc/dpkg/dpkg.cfg.d/docker" <<'EOF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/locale/*
path-exclude /usr/share/man/*
EOF
  # ... and what they tell apt: containers come and go, keep nothing.
  cat >"$root/etc/apt/apt.conf.d/docker-slim" <<'EOF'
Acquire::Languages "none";
Acquire::GzipIndexes "true";
APT::Keep-Downloaded-Packages "false";
EOF
  find "$root/usr/share/doc" -mindepth 1 ! -name copyright ! -type d -delete
  rm -rf "$root"/usr/share/{info,locale,man}/* "$root"/var/lib/apt/lists/* "$root"/var/cache/apt/* "$root"/var/log/*
  rm -f "$root/etc/hostname" "$root/etc/resolv.conf"
}

# debootstrap cannot work in a path with blanks, and the cache may have one: it works in /mnt, which is the target in there only.
fresh_debootstrap() {
  rm -rf "$1"
  mkdir "$1"
  # shellcheck disable=SC2016  # for the inner shell
  setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child --mount-proc -- bash -c '
    mount --bind "$0" /mnt
    exec debootstrap --variant=minbase --include=ca-certificates --keyring="$1" bookworm /mnt "$2"
  ' "$1" "$2" "$(debian_mirror)" | tail -n 5
}

# Two megabytes, for tests that need any image, or one with another C library.
make_busybox_rootfs() {
  local root=$1 applet
  apt_tree_unpack "$root.deb" busybox-static/bookworm
  mkdir -p "$root"/{bin,etc,tmp,root}
  chmod 1777 "$root/tmp"
  mv "$root.deb/bin/busybox" "$root/bin/"
  rm -rf "$root.deb"
  # --list names busybox itself too: do not replace the program by a link to itself
  for applet in $("$root/bin/busybox" --list | grep -vx busybox); do ln -s busybox "$root/bin/$applet"; done
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"$root/etc/passwd"
  printf 'root:x:0:\n' >"$root/etc/group"
}

# add_image TARGET NAME TAG COMMAND: NAME.root becomes NAME.tar and an image of the registry.
add_image() {
  local target=$1 name=$2 tag=$3 command=$4
  tar -C "$target/$name.root" --numeric-owner --sort=name -cf "$target/$name.tar" .
  rm -rf "$target/$name.root"
  store_image "$target" "$name" "$tag" "$command" "$target/$name.tar"
}
