# shellcheck shell=bash
# The dated report of `scripts/test --full` or `--long`, which is committed.

# write_report TOTALS: what was tested, on what, and how it ended.
write_report() {
  local file option=--full suffix=''
  [ "$WRITES_REPORT" != only ] || option=--long suffix=-long
  file=$ROOT/docs/test-reports/$(date -u +%F)$suffix.md
  mkdir -p "$(dirname "$file")"
  {
    printf '# %s\n\n' "$(date -u +%F)"
    printf 'Written by `scripts/test %s`, on commit %s%s.\n\n' "$option" "$(git rev-parse HEAD)" "$(uncommitted)"
    printf '```text\n'
    printf '%-10s  %s\n' kernel "$(uname -sr)" system "$(. /etc/os-release && printf '%s' "$PRETTY_NAME")" \
      cores "$(nproc)" cgroup "$(cgroup_version)" node "$(node --version)"
    printf '```\n\n```text\n'
    printf '%s\n' "${STAGES[@]}"
    printf '\n%s\n```\n' "$1"
  } >"$file"
  printf 'report: %s\n' "${file#"$ROOT"/}"
}

uncommitted() { [ -z "$(working_tree)" ] || printf ' with changes that are not committed'; }

cgroup_version() { if [ -e /sys/fs/cgroup/cgroup.controllers ]; then printf v2; else printf v1; fi; }
