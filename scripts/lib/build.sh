# shellcheck shell=bash
# The packages, built.

build_packages() {
  install_dependencies
  locked "checkout-$(checkout_name)" quietly pnpm --dir "$ROOT" build || fail "pnpm build failed"
}
