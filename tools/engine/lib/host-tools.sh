# shellcheck shell=bash
# The few programs that must be on the machine itself; installed only when missing.

APT_GET=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120)

# need_tool PROGRAM PACKAGE
need_tool() {
  command -v "$1" >/dev/null && return 0
  say "installing $2 (for $1)"
  local log
  log=$(mktemp)
  if ! install_package "$2" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    die "cannot install $2"
  fi
  rm -f "$log"
}

# The package lists of a fresh machine are empty or old, so a failed install is tried again after an update.
install_package() {
  "${APT_GET[@]}" install -y --no-install-recommends "$1" && return 0
  retry "${APT_GET[@]}" update
  retry "${APT_GET[@]}" install -y --no-install-recommends "$1"
}

need_run_tools() {
  PATH=$PATH:/usr/sbin:/sbin
  need_tool ip iproute2
  need_tool iptables iptables
  local program
  for program in unshare nsenter setpriv flock setsid; do need_tool "$program" util-linux; done
}

need_fetch_tools() {
  need_run_tools
  need_tool debootstrap debootstrap
}
