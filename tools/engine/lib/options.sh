# shellcheck shell=bash
# What `up` and `run` are asked for. ENGINE_RUNSC is a build, or empty for none.
# shellcheck disable=SC2034  # read by the other parts

ENGINE_DIR='' ENGINE_DOCKER=28 ENGINE_RUNSC=trixie ENGINE_REGISTRY=no ENGINE_OTHERS=no ENGINE_RUNTIMES=no

# engine_option ARGUMENTS...: takes one option; OPTION_WORDS says how many words it had, 0 if it is none of ours.
engine_option() {
  OPTION_WORDS=2
  case "$1" in
    --dir) ENGINE_DIR=${2:-} ;;
    --docker) is_docker_version "${2:-}" && ENGINE_DOCKER=$2 ;;
    --runsc) is_runsc_build "${2:-}" && ENGINE_RUNSC=$2 ;;
    --without-runsc) ENGINE_RUNSC='' OPTION_WORDS=1 ;;
    --registry) ENGINE_REGISTRY=yes OPTION_WORDS=1 ;;
    --with-runtimes) ENGINE_REGISTRY=yes ENGINE_RUNTIMES=yes OPTION_WORDS=1 ;;
    --with-others) ENGINE_OTHERS=yes OPTION_WORDS=1 ;;
    *) OPTION_WORDS=0 ;;
  esac
  [ $# -ge "$OPTION_WORDS" ] || die "$1 needs a value"
}

is_runsc_build() {
  case "$1" in
    trixie | current) return 0 ;;
    *) die "--runsc takes trixie or current, not '$1'" ;;
  esac
}

is_docker_version() {
  case "$1" in
    28 | 20) return 0 ;;
    *) die "--docker takes 28 or 20, not '$1'" ;;
  esac
}

# Everything the options ask for, in the cache.
fetch_for_engine() {
  local wanted=("docker-$ENGINE_DOCKER" ${ENGINE_RUNSC:+"runsc-$ENGINE_RUNSC"} registry images)
  [ "$ENGINE_OTHERS" = no ] || wanted+=(others runsc-bookworm runsc-sid)
  [ "$ENGINE_RUNTIMES" = no ] || wanted+=(runtimes-2)
  ensure_fetched "${wanted[@]}"
}
