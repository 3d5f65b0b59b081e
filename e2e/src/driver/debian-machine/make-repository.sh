#!/usr/bin/env bash
# An apt repository, laid out as gVisor's own (suite `release`, component `main`), signed with a key made for it.
# usage: make-repository.sh TARGET VERSION RUNTIMES    RUNTIMES: the directory of the throw-away engine's runtimes
set -euo pipefail
target=$1 version=$2 runtimes=$3
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'GNUPGHOME=$work/gnupg gpgconf --kill all 2>/dev/null || true; rm -rf "$work"' EXIT

# The package: runsc, with the wrapper that it needs on new kernels, and a script that does what that of gVisor's own package does:
# `runsc install` writes daemon.json anew.
package=$work/package
mkdir -p "$package"/{DEBIAN,usr/bin,usr/libexec}
if [ -e "$runtimes/gvisor" ]; then
  cp -L "$runtimes/gvisor" "$package/usr/libexec/runsc"
  sed "s|$runtimes/gvisor|/usr/libexec/runsc|g" "$runtimes/runsc" >"$package/usr/bin/runsc"
else
  cp -L "$runtimes/runsc" "$package/usr/bin/runsc"
fi
chmod 755 "$package"/usr/bin/runsc
cat >"$package/DEBIAN/control" <<EOF
Package: runsc
Version: $version
Architecture: $architecture
Maintainer: Nobody <nobody@example.org>
Description: a test's gVisor
EOF
cat >"$package/DEBIAN/postinst" <<'EOF'
#!/bin/sh
set -e
[ "$1" = configure ] || exit 0
[ ! -d /etc/docker ] || /usr/bin/runsc install
EOF
chmod 755 "$package/DEBIAN/postinst"

pool=$target/pool
index=$target/dists/release/main/binary-$architecture
mkdir -p "$pool" "$index"
deb=pool/runsc_${version}_$architecture.deb
dpkg-deb -Znone --root-owner-group --build "$package" "$target/$deb" >/dev/null
{
  cat "$package/DEBIAN/control"
  printf 'Filename: %s\nSize: %s\nSHA256: %s\n' "$deb" "$(stat -c %s "$target/$deb")" "$(sha256sum "$target/$deb" | cut -d' ' -f1)"
} >"$index/Packages"
release=$target/dists/release/Release
cat >"$release" <<EOF
Suite: release
Codename: release
Components: main
Architectures: $architecture
Date: $(LC_ALL=C date -u '+%a, %d %b %Y %H:%M:%S UTC')
SHA256:
 $(sha256sum "$index/Packages" | cut -d' ' -f1) $(stat -c %s "$index/Packages") main/binary-$architecture/Packages
EOF

export GNUPGHOME=$work/gnupg
mkdir -m 700 "$GNUPGHOME"
gpg --batch --quiet --passphrase '' --quick-generate-key 'moat test <nobody@example.org>' ed25519 sign never
gpg --batch --quiet --clearsign --output "$target/dists/release/InRelease" "$release"
gpg --batch --armor --export >"$target/key.asc"
gpg --batch --export >"$target/key.gpg"
chmod -R a+rX "$target"
