# shellcheck shell=bash
# Stand-ins for official images, of the same layout: what CI cannot pull, it makes of packages whose managers check them.

NODE_VERSIONS=(24 22)
GO_IMAGE_VERSION=1.25
GO_TOOLCHAIN=go1.25.4

fetch_runtimes() {
  local target=$1 version debian
  debian=$(cache_entry images)/debian.tar
  command -v npm >/dev/null || die "needs npm, to make stand-ins for the official images of Node"
  mkdir -p "$target/storage"
  for version in "${NODE_VERSIONS[@]}"; do
    make_node_root "$target/node.root" "$version"
    add_layered_image "$target" node "$version-slim" "$debian" node
  done
  make_go_root "$target/golang.root"
  add_layered_image "$target" golang "$GO_IMAGE_VERSION" "$debian" bash
}

# node:*-slim has node, npm, npx and the headers below /usr/local.
make_node_root() {
  local root=$1 local=$1/usr/local node
  node=node-linux-$(dpkg --print-architecture | sed s/amd64/x64/)
  mkdir -p "$local/lib/node_modules"
  # The package of one architecture, whose binary needs no script to be fetched.
  retry npm install --prefix "$root.npm" --no-audit --no-fund --no-update-notifier "$node@$2" npm@11 >&2
  mv "$root.npm/node_modules/$node"/{bin,include} "$local"
  mv "$root.npm/node_modules/npm" "$local/lib/node_modules/npm"
  rm -f "$local"/bin/{npm,npx}
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$local/bin/npx"
  rm -rf "$root.npm"
}

# golang:* has the whole toolchain in /usr/local/go; the Go project gives it out as a module, too.
make_go_root() {
  local root=$1 debian_go=$1.debian go
  apt_tree_unpack "$debian_go" golang-1.24-go/trixie golang-1.24-src/trixie
  rm "$debian_go/usr/lib/go-1.24/src"
  ln -s ../../share/go-1.24/src "$debian_go/usr/lib/go-1.24/src"
  go=(env -u GOFLAGS GOENV=off HOME="$debian_go/home" GOROOT="$debian_go/usr/lib/go-1.24" GOPATH="$debian_go/gopath"
    GOCACHE="$debian_go/gocache" GOTOOLCHAIN="$GO_TOOLCHAIN" "$debian_go/usr/lib/go-1.24/bin/go")
  (mkdir -p "$debian_go/work" && cd "$debian_go/work" && retry "${go[@]}" version >&2)
  mkdir -p "$root/usr/local"
  mv "$debian_go"/gopath/pkg/mod/golang.org/toolchain@*"$GO_TOOLCHAIN"* "$root/usr/local/go"
  chmod -R u+w "$root/usr/local/go" "$debian_go"
  rm -rf "$debian_go"
}

# add_layered_image TARGET NAME TAG BASE_TAR COMMAND: NAME.root on top of a base becomes an image of the registry.
add_layered_image() {
  local target=$1 name=$2
  tar -C "$target/$name.root" --numeric-owner --owner=0 --group=0 --sort=name --mtime=@0 -cf "$target/$name.tar" .
  rm -rf "$target/$name.root"
  store_image "$target" "$name" "$3" "$5" "$4" "$target/$name.tar"
  rm "$target/$name.tar"
}
