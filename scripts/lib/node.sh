# shellcheck shell=bash
# Node and pnpm, on PATH, whatever the machine has; and the dependencies of this checkout.

NODE_MAJOR=24

# use_node: the machine's Node if it is new enough, else one from npm in the cache.
use_node() {
  node_is_new_enough || use_cached_node
  use_pnpm
}

# 22.12 is what package.json's engines asks for.
node_is_new_enough() {
  command -v node >/dev/null &&
    node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 22 || (major === 22 && minor >= 12) ? 0 : 1)'
}

use_cached_node() {
  local package=$MOAT_CACHE/node/$NODE_MAJOR
  [ -d "$package" ] || locked node fetch_npm_package "node@$NODE_MAJOR" "$package"
  PATH=$package/node_modules/node/bin:$PATH
  node_is_new_enough || fail "the Node in $package does not run here; remove that directory and try again"
}

# The version that package.json pins.
use_pnpm() {
  local version package
  version=$(node -p 'require(process.argv[1]).devEngines.packageManager.version' "$ROOT/package.json")
  package=$MOAT_CACHE/pnpm/$version
  [ -d "$package" ] || locked pnpm fetch_npm_package "pnpm@$version" "$package"
  PATH=$package/node_modules/.bin:$PATH
}

# fetch_npm_package SPEC TARGET: made beside its place and renamed into it, so that a killed fetch leaves no half package.
fetch_npm_package() {
  local spec=$1 target=$2 tmp
  [ ! -d "$target" ] || return 0
  need_program npm npm "for Node $NODE_MAJOR"
  printf 'fetching %s\n' "$spec" >&2
  mkdir -p "$(dirname "$target")"
  rm -rf "$(dirname "$target")"/tmp.*
  tmp=$(mktemp -d "$(dirname "$target")/tmp.XXXXXX")
  quietly npm install --prefix "$tmp" --no-audit --no-fund --no-update-notifier "$spec" || fail "cannot fetch $spec from npm"
  mv "$tmp" "$target"
}

# In the lock, since two installs into one checkout disturb each other.
install_dependencies() {
  locked "checkout-$(checkout_name)" quietly pnpm --dir "$ROOT" install --frozen-lockfile || fail "pnpm install failed"
}
