import { defineConfig } from "vitest/config";

// Long matrices, for which CI has no time. MOAT_TEST_FULL=1 adds them (`scripts/test --full`), MOAT_TEST_FULL=only runs nothing
// else end to end (`scripts/test --long`).
const LONG = [
  "e2e/src/killed-command.test.ts",
  "e2e/src/killed-request.test.ts",
  "e2e/src/engine-restart.test.ts",
  "e2e/src/packages-elsewhere.test.ts",
  "e2e/src/release.test.ts",
  "e2e/src/docs-site.test.ts",
  "e2e/src/help-examples.test.ts",
  "e2e/src/completion.test.ts",
  "e2e/src/agents.test.ts",
  "e2e/src/registry.test.ts",
  "e2e/src/build-failures.test.ts",
];
/** Suites that CI runs in part: they leave cases out unless MOAT_TEST_FULL says otherwise. */
const LONGER = [
  "e2e/src/killed-run.test.ts",
  "e2e/src/signal-table.test.ts",
  "e2e/src/cp.test.ts",
  "e2e/src/needs.test.ts",
];
const full = process.env["MOAT_TEST_FULL"] ?? "";
const long = full === "" ? LONG : [];
if (full === "" && process.env["MOAT_TEST_ENGINE_DIR"] !== undefined)
  process.stderr.write(
    `not run without MOAT_TEST_FULL=1: ${long.join(" ")}\nrun in part without it: ${LONGER.join(" ")}\n`,
  );

// A suite that ran nothing fails (passWithNoTests is off by default); the engine projects need a throw-away
// engine, see tools/engine, and refuse to start without one (e2e/engine-required.ts).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.ts", "tools/*/src/**/*.test.ts", "examples/*/*.test.ts"],
          exclude: ["**/*.engine.test.ts", "**/*.apple.test.ts"],
          // A guard against hanging, not a measure of speed: a busy machine may take many times what a quiet one does.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["packages/*/src/**/*.engine.test.ts"],
          globalSetup: ["e2e/src/require-engine.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        // On a Mac with Apple's real `container`; nobody else can run it.
        test: {
          name: "apple",
          include: ["packages/*/src/**/*.apple.test.ts"],
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          include: full === "only" ? [...LONG, ...LONGER] : ["e2e/src/**/*.test.ts"],
          exclude: long,
          globalSetup: ["e2e/src/require-engine.ts", "e2e/src/install-packed-cli.ts", "e2e/src/prove-engine.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
