/**
 * Fails the whole suite when there is no throw-away engine: a test that cannot run must never look like one that
 * passed. `tools/engine/engine run` sets these variables.
 */
export default function requireEngine(): void {
  for (const name of ["DOCKER_HOST", "MOAT_TEST_ENGINE_DIR"]) {
    if ((process.env[name] ?? "") !== "") continue;
    throw new Error(
      `${name} is not set: these tests need a throw-away engine; run them by ./scripts/test, or by tools/engine/engine run -- COMMAND`,
    );
  }
}
