# shellcheck shell=bash
# `engine run`: an engine for the time of one command.

run_help() {
  cat <<'EOF'
usage: engine run [--docker 28|20] [--runsc trixie|current] [--without-runsc] [--registry] [--with-runtimes] [--with-bare] [--with-others] [--dir DIR] -- COMMAND...

Starts an engine (as `engine up` does, in a fresh directory or in DIR), runs COMMAND beside it (as `engine exec` does), removes the
engine, always. Exit code: COMMAND's. Ctrl-C and other signals go to COMMAND; the engine goes when COMMAND has gone, and even a
kill -9 of `engine run` takes the engine with it (the next run removes its directory and firewall rules).

  --with-bare   a second engine, without gVisor: its address is in MOAT_TEST_BARE_HOST
EOF
}

engine_run() {
  local with_bare=no
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    engine_option "$@"
    if [ "$1" = --with-bare ]; then
      with_bare=yes
      OPTION_WORDS=1
    fi
    [ "$OPTION_WORDS" -gt 0 ] || die "run: unknown argument '$1' (the command comes after --)"
    shift "$OPTION_WORDS"
  done
  [ "${1:-}" != -- ] || shift
  [ $# -gt 0 ] || die "run: the command is missing; see: engine run --help"
  need_run_tools
  remove_abandoned
  fetch_for_engine
  [ -n "$ENGINE_DIR" ] || ENGINE_DIR=$(mktemp -d /tmp/moat-engine.XXXXXX)
  prepare_dir
  RUN_DIR=$ENGINE_DIR
  trap end_of_run EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  start_engine caller
  if [ "$with_bare" = yes ]; then start_bare; fi
  run_and_wait "$@"
}

start_bare() {
  ENGINE_DIR=$RUN_DIR-bare
  # shellcheck disable=SC2034  # read by start_engine
  ENGINE_RUNSC='' ENGINE_REGISTRY=no ENGINE_OTHERS=no
  prepare_dir
  start_engine caller
}

end_of_run() {
  local code=$?
  trap - ERR
  trap '' INT TERM HUP
  remove_engine "$RUN_DIR"
  remove_engine "$RUN_DIR-bare"
  exit "$code"
}

# In the background, since bash sees signals only while it waits for a background process; but with our standard input. Ctrl-C is for
# the command, and must not end the nsenter in between.
run_and_wait() {
  local child code=0
  (trap '' INT QUIT && run_inside "$RUN_DIR" env --default-signal=INT,QUIT "$@") <&0 &
  child=$!
  # Ctrl-C reaches the command by itself: it is in our process group.
  trap 'SIGNALLED=yes' INT
  trap 'pass_signal "$child" TERM' TERM
  trap 'pass_signal "$child" HUP' HUP
  wait_for_end "$child" || code=$?
  exit "$code"
}

# `wait` returns for every signal that we trap, with a code of its own.
SIGNALLED=no
wait_for_end() {
  local code
  while :; do
    code=0
    wait "$1" || code=$?
    [ "$SIGNALLED" = yes ] || return "$code"
    SIGNALLED=no
  done
}

# The first signal is the command's, the second ends it and the engine: COMMAND is the child of the nsenter that we wait for.
pass_signal() {
  local inside
  SIGNALLED=yes
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  inside=$(child_of "$1")
  [ -z "$inside" ] || kill -"$2" "$inside" 2>/dev/null || true
}

# What a `kill -9` or a power cut left. A living engine holds a lock on its file "alive"; a directory without that file is being made.
remove_abandoned() {
  local dir
  for dir in /tmp/moat-engine.*; do
    if [ -e "$dir/.moat-engine" ] && [ -e "$dir/alive" ] && flock -n "$dir/alive" true; then
      say "removing $dir, which an earlier run left"
      remove_engine "$dir"
    fi
  done
}
