#!/bin/sh
# sandboxed-tests.sh COMMAND...: a step of a CI job that runs a command in a sandbox. Nothing is asked, the output and the exit code are the
# command's (125: moat itself failed), and moat-run.json, for the job's artifacts, has the run with the proof of its isolation.
set -eu
name="ci-${GITHUB_RUN_ID:-$$}"
code=0
moat run --name "$name" --env CI=true -- "$@" || code=$?
moat inspect --json "$name" >moat-run.json || true
exit "$code"
