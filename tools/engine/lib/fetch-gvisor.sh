# shellcheck shell=bash
# gVisor's runsc, in several builds.

# The build that tests need unless told otherwise is trixie's, always: bookworm's cannot list a directory of a bookworm image, sid's
# dies on forks.
fetch_runsc() {
  case "$2" in
    trixie | bookworm | sid) fetch_packaged_runsc "$1" "$2" ;;
    current) fetch_current_runsc "$1" ;;
  esac
}

fetch_packaged_runsc() {
  apt_tree_unpack "$1.root" "runsc/$2"
  mkdir -p "$1"
  mv "$1.root/usr/bin/runsc" "$1/runsc"
  rm -rf "$1.root"
}

# What users have: 4.19.0-gvisor, `runsc features`, netstack on every kernel. No Debian has it, and PyPI's wheel has bindings only; the Go
# module builds. Version and hash are pinned together; everything below it is checked against Go's checksum database.
GVISOR_VERSION=v0.0.0-20260905035102-160fafc42237
GVISOR_HASH=h1:AU5+CtCvnBnxdZRNcZt1NfSLqgkXZVT3N/u6u1aXg44=

fetch_current_runsc() {
  local target=$1 root=$1.root sum go
  # trixie's Go is too old to build it, but new enough to fetch the Go that is asked for.
  apt_tree_unpack "$root" golang-1.24-go/trixie golang-1.24-src/trixie
  # The packages link to each other by absolute paths.
  rm "$root/usr/lib/go-1.24/src"
  ln -s ../../share/go-1.24/src "$root/usr/lib/go-1.24/src"
  go=(env -u GOFLAGS GOENV=off HOME="$root/home" GOROOT="$root/usr/lib/go-1.24" GOPATH="$root/gopath" GOCACHE="$root/gocache" GOBIN="$target"
    GOTOOLCHAIN=auto GOMODCACHE="$root/gopath/pkg/mod" CGO_ENABLED=0 "$root/usr/lib/go-1.24/bin/go")
  mkdir -p "$target"
  sum=$(cd "$root" && retry "${go[@]}" mod download -modcacherw -json "gvisor.dev/gvisor@$GVISOR_VERSION" | sed -n 's/.*"Sum": "\(.*\)".*/\1/p')
  [ "$sum" = "$GVISOR_HASH" ] || die "gVisor $GVISOR_VERSION has the hash '$sum', expected $GVISOR_HASH"
  say "building gVisor $GVISOR_VERSION (some minutes)"
  (cd "$root" && retry "${go[@]}" install -modcacherw -trimpath \
    -ldflags "-s -w -X gvisor.dev/gvisor/runsc/version.version=go-$GVISOR_VERSION" \
    "gvisor.dev/gvisor/runsc@$GVISOR_VERSION" >&2)
  rm -rf "$root"
}
