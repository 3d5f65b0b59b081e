# shellcheck shell=bash
# What each entry of the cache is made of. Which build of what, and why, was found by trial: see the README beside this.

# Programs of one Docker version, all in one directory, which goes first on dockerd's PATH.
fetch_docker() {
  local target=$1 version=$2 root=$1.root
  case "$version" in
    28) apt_tree_unpack "$root" docker.io/sid docker-cli/sid containerd/sid runc/bookworm tini/bookworm ;;
    20) apt_tree_unpack "$root" docker.io/bookworm containerd/bookworm runc/bookworm tini/bookworm ;;
  esac
  mkdir -p "$target/bin"
  local program
  for program in sbin/dockerd sbin/docker-proxy sbin/runc bin/docker bin/containerd bin/containerd-shim-runc-v2 bin/ctr; do
    mv "$root/usr/$program" "$target/bin/"
  done
  # dockerd mounts this one into containers (--init), whose C library may be another: static.
  mv "$root/usr/bin/tini-static" "$target/bin/docker-init"
  rm -rf "$root"
  fetch_missing_libraries "$target"
  check_docker_version "$target" "$version"
}

# sid moves on: say so at once, not by a test that fails strangely.
check_docker_version() {
  local found
  found=$(LD_LIBRARY_PATH="$1/lib" "$1/bin/dockerd" --version) || die "the dockerd fetched for Docker $2 does not run on this machine"
  case "$found" in
    *" version $2."*) say "$found" ;;
    *) say "warning: wanted Docker $2, the mirror has: $found" ;;
  esac
}

# Shared libraries that Debian's docker needs and this machine lacks; most machines lack none or libdevmapper only.
fetch_missing_libraries() {
  local target=$1 root=$1.root
  mkdir -p "$target/lib"
  [ -n "$(missing_libraries "$target")" ] || return 0
  apt_tree_unpack "$root" libdevmapper1.02.1/bookworm libseccomp2/bookworm libsystemd0/bookworm libudev1/bookworm libselinux1/bookworm
  take_missing_libraries "$target" "$root"
  rm -rf "$root"
}

# take_missing_libraries TARGET ROOT: what TARGET/bin needs and this machine lacks goes from ROOT to TARGET/lib.
take_missing_libraries() {
  local target=$1 root=$2 library found
  for library in $(missing_libraries "$target"); do
    found=$(find "$root" -name "$library" -print -quit)
    [ -n "$found" ] || die "no package known for $library"
    cp -L "$found" "$target/lib/$library"
  done
}

missing_libraries() {
  local program
  for program in "$1"/bin/*; do
    ldd "$program" 2>/dev/null || true
  done | awk '/not found/ { print $1 }' | sort -u
}

fetch_registry() {
  apt_tree_unpack "$1.root" docker-registry/bookworm
  mkdir -p "$1"
  mv "$1.root/usr/bin/docker-registry" "$1/docker-registry"
  rm -rf "$1.root"
}
