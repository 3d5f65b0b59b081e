# shellcheck shell=bash
# A second apt tree: packages of other Debian suites, without touching the machine's own sources, lists or packages.

DEFAULT_MIRROR=http://deb.debian.org/debian

# Where Debian comes from: on Debian the machine's own mirror, which may be the only one in reach.
debian_mirror() {
  local uri=''
  # shellcheck disable=SC2016  # apt's own placeholders
  uri=$(apt-get indextargets --format '$(ORIGIN) $(SITE) $(REPO_URI) $(CODENAME)' 2>/dev/null |
    awk '$1 == "Debian" && $4 !~ /-/ { print $3; exit }') || true
  # Lists never fetched have no ORIGIN; the sources themselves name the mirror then.
  if [ -z "$uri" ] && grep -qs '^ID=debian' /etc/os-release; then
    # shellcheck disable=SC2016
    uri=$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -E '/debian/?$' | head -n 1) || true
  fi
  uri=${uri%/}
  printf '%s\n' "${uri:-$DEFAULT_MIRROR}"
}

debian_keyring() {
  local file
  for file in /usr/share/keyrings/debian-archive-keyring.{pgp,gpg}; do
    if [ -f "$file" ]; then
      printf '%s\n' "$file"
      return 0
    fi
  done
  install_package debian-archive-keyring >/dev/null 2>&1 || die "cannot install debian-archive-keyring"
  printf '%s\n' /usr/share/keyrings/debian-archive-keyring.gpg
}

# apt_tree_open DIR ["URI SUITE..."]...: makes the tree in DIR and fetches the lists; those of all suites that the engine has parts of.
apt_tree_open() {
  local dir=$1 keyring source
  shift
  [ $# -gt 0 ] || set -- "$(debian_mirror) bookworm trixie sid"
  keyring=$(debian_keyring)
  mkdir -p "$dir"/{parts,lists/partial,cache/archives/partial}
  for source in "$@"; do
    cat <<EOF
Types: deb
URIs: ${source%% *}
Suites: ${source#* }
Components: main
Signed-By: $keyring
Targets: Packages

EOF
  done >"$dir/parts/debian.sources"
  APT_TREE=(apt-get -qq
    -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$dir/parts"
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null
    -o "Dir::State::lists=$dir/lists" -o "Dir::Cache=$dir/cache"
    -o Acquire::Languages=none
    # A frozen mirror serves sid's lists long after their week is over; the signatures count all the same
    -o Acquire::Check-Valid-Until=false
    # apt's own unprivileged user cannot write below a private cache
    -o APT::Sandbox::User=root)
  retry "${APT_TREE[@]}" update >&2
}

# apt_tree_unpack TARGET PACKAGE/SUITE...: downloads into a place of its own and unpacks into TARGET.
apt_tree_unpack() {
  local target=$1 debs deb
  shift
  mkdir -p "$target"
  debs=$(mktemp -d "$target.debs.XXXXXX")
  (cd "$debs" && retry "${APT_TREE[@]}" download "$@" >&2)
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$target"; done
  rm -rf "$debs"
}

# apt_tree_unpack_whole TARGET PACKAGE...: the same, with everything that they depend on.
apt_tree_unpack_whole() {
  local target=$1 debs deb
  shift
  mkdir -p "$target"
  debs=$(mktemp -d "$target.debs.XXXXXX")
  mkdir "$debs/partial"
  # Without a status nothing is installed, and so everything is to be.
  retry "${APT_TREE[@]}" -o Dir::State::status=/dev/null -o "Dir::Cache::archives=$debs" -o Debug::NoLocking=true \
    install -y --download-only --no-install-recommends "$@" >&2
  for deb in "$debs"/*.deb; do dpkg -x "$deb" "$target"; done
  rm -rf "$debs"
}
