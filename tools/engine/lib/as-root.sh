# shellcheck shell=bash
# Becoming root, and giving the caller's environment back to what runs as the caller.

# The caller's environment, as NAME=value; sudo would have thrown it away.
CALLER_ENV=()

# Starts this program again under sudo unless it is root already. The environment travels in a file that root reads and removes at once.
become_root() {
  if [ "$EUID" -eq 0 ]; then
    read_caller_env
    return 0
  fi
  command -v sudo >/dev/null || die "needs root, and there is no sudo here: run it as root"
  # Asked before there is a file that nobody would remove.
  sudo -- true || die "needs root, and sudo refused"
  local file
  file=$(mktemp "${TMPDIR:-/tmp}/moat-engine-env.XXXXXX")
  env -0 >"$file"
  exec sudo -- env MOAT_ENGINE_CALLER_ENV="$file" MOAT_ENGINE_CACHE="$(cache_dir)" "$ENGINE_HOME/engine" "$@"
}

read_caller_env() {
  local file=${MOAT_ENGINE_CALLER_ENV:-}
  unset MOAT_ENGINE_CALLER_ENV
  if [ -n "$file" ]; then
    mapfile -d '' -t CALLER_ENV <"$file"
    rm -f "$file"
    import_proxies
  else
    [ -z "$(calling_user)" ] || go_home
    mapfile -d '' -t CALLER_ENV < <(env -0)
  fi
  forget_other_engines
}

# `sudo engine ...`: the cache and the command belong to who called sudo.
go_home() {
  local name home
  IFS=: read -r name _ _ _ _ home _ < <(getent passwd "$SUDO_UID")
  export HOME=$home USER=$name LOGNAME=$name
}

# What would send the caller's command to another engine than ours.
forget_other_engines() {
  local pair kept=()
  for pair in "${CALLER_ENV[@]}"; do
    case "${pair%%=*}" in
      DOCKER_HOST | DOCKER_CONTEXT | DOCKER_TLS | DOCKER_TLS_VERIFY | DOCKER_CERT_PATH | DOCKER_API_VERSION) ;;
      *) kept+=("$pair") ;;
    esac
  done
  CALLER_ENV=("${kept[@]}")
}

# apt, debootstrap and go must reach their servers the way the caller does.
import_proxies() {
  local pair
  for pair in "${CALLER_ENV[@]}"; do
    case "${pair%%=*}" in
      http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY | GOPROXY | GOSUMDB | SSL_CERT_FILE | SSL_CERT_DIR) export "${pair?}" ;;
    esac
  done
}
