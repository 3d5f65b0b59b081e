# shellcheck shell=bash
# Stand-ins for official images, of the same layout: what CI cannot pull, it makes of packages whose managers check them.

NODE_VERSIONS=(24 22)
GO_IMAGE_VERSION=1.25
GO_TOOLCHAIN=go1.25.14
RUST_IMAGE_VERSION=1.96

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
  make_rust_root "$target/rust.root"
  add_layered_image "$target" rust "$RUST_IMAGE_VERSION-slim" "$debian" bash
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

# rust:*-slim has Rust in a directory of rustup's, and rustup's proxies in /usr/local/cargo/bin, which find it there. Debian keeps a recent
# Rust among its security updates, to build browsers with; libraries that a slim image lacks come along.
make_rust_root() {
  local root=$1 debian=$1.debian triple toolchain program
  (
    apt_tree_open "$debian.apt" "$(debian_mirror) bookworm" "$(debian_mirror)-security bookworm-security"
    apt_tree_unpack_whole "$debian" rustc-web cargo-web
  )
  triple=$(basename "$debian"/usr/lib/rustlib/*-linux-gnu)
  toolchain=$root/usr/local/rustup/toolchains/$RUST_IMAGE_VERSION-$triple
  mkdir -p "$toolchain"/{bin,lib} "$root/usr/local/cargo/bin"
  cp -rL "$debian/usr/lib/rustlib" "$toolchain/lib/"
  for program in cargo rustc rustdoc; do
    cp -L "$debian/usr/bin/$program" "$toolchain/bin/"
    copy_libraries "$debian" "$toolchain/bin/$program" "$toolchain/lib"
    cat >"$root/usr/local/cargo/bin/$program" <<'EOF'
#!/bin/sh
toolchain=$(echo "${RUSTUP_HOME:-$HOME/.rustup}"/toolchains/*)
LD_LIBRARY_PATH=$toolchain/lib exec "$toolchain/bin/$(basename "$0")" "$@"
EOF
    chmod 755 "$root/usr/local/cargo/bin/$program"
  done
  rm -rf "$debian" "$debian.apt"
}

# copy_libraries ROOT PROGRAM TARGET: what a program of ROOT is linked to, but for the C library, which every image has.
copy_libraries() {
  local libraries library
  libraries=$(echo "$1"/lib/*-linux-gnu):$(echo "$1"/usr/lib/*-linux-gnu)
  "${libraries%%:*}"/ld-linux-*.so.* --library-path "$libraries" --list "$2" | awk '$3 ~ /^\// { print $3 }' |
    grep -vE '/(ld-linux.*|lib(c|m|dl|rt|pthread|resolv))\.so' | while read -r library; do cp -L "$library" "$3/"; done
}

# add_layered_image TARGET NAME TAG BASE_TAR COMMAND: NAME.root on top of a base becomes an image of the registry.
add_layered_image() {
  local target=$1 name=$2
  tar -C "$target/$name.root" --numeric-owner --owner=0 --group=0 --sort=name --mtime=@0 -cf "$target/$name.tar" .
  rm -rf "$target/$name.root"
  store_image "$target" "$name" "$3" "$5" "$4" "$target/$name.tar"
  rm "$target/$name.tar"
}
