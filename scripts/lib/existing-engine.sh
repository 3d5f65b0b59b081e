# shellcheck shell=bash
# Is there a Docker on this machine on which moat's sandbox works? Found out by running something in it.

# The tag under which a base image is lent to an engine that can pull none.
LENT_IMAGE=moat-base:bookworm

# existing_engine_works WORKSPACE: may write an agent.yaml there; forget_lent_image undoes what it did to the engine.
existing_engine_works() {
  sandbox_works "$1" && return 0
  # An engine with gVisor and no registry in reach fails on the image only: lend it one.
  engine_names_gvisor || return 1
  printf 'There is one that says so, but a run fails; trying with a base image of ours ...\n'
  lend_image || return 1
  printf 'base_image: %s\n' "$LENT_IMAGE" >"$1/agent.yaml"
  sandbox_works "$1"
}

sandbox_works() {
  timeout 180 node "$ROOT/packages/cli/bin/run.js" run "$1" -- true </dev/null >/dev/null 2>&1
}

engine_names_gvisor() {
  command -v docker >/dev/null &&
    timeout 10 docker info --format '{{json .Runtimes}}' 2>/dev/null | grep -qiE 'runsc|gvisor'
}

LENT=no
lend_image() {
  local tarball
  tarball=$("$ROOT/tools/engine/engine" base-image) || return 1
  docker import --change 'CMD ["bash"]' "$tarball" "$LENT_IMAGE" >/dev/null || return 1
  LENT=yes
}

forget_lent_image() {
  [ "$LENT" = no ] || docker rmi -f "$LENT_IMAGE" >/dev/null 2>&1 || true
}
