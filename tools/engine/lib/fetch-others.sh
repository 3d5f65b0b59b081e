# shellcheck shell=bash
# The programs of `--with-others`: an ssh server and client, a Podman. All unpacked, none installed: an installed one would start here.

fetch_others() {
  fetch_with_libraries "$1" openssh-server/bookworm openssh-client/bookworm libwrap0/bookworm \
    podman/bookworm conmon/bookworm libgpgme11/bookworm libassuan0/bookworm libsubid4/bookworm \
    libdevmapper1.02.1/bookworm libseccomp2/bookworm
}

# fetch_with_libraries TARGET PACKAGE/SUITE...: the programs go to TARGET/bin; in TARGET/lib is only what this machine lacks.
fetch_with_libraries() {
  local target=$1 root=$1.root program
  apt_tree_unpack "$root" "${@:2}"
  mkdir -p "$target"/{bin,lib}
  for program in sbin/sshd bin/ssh bin/ssh-keygen bin/podman bin/conmon; do mv "$root/usr/$program" "$target/bin/"; done
  take_missing_libraries "$target" "$root"
  rm -rf "$root"
}
