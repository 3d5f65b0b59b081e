import type { Check } from "../check.ts";
import { findLines } from "../lines.ts";

/** The files that may start programs of the host, and why. */
const PORTS: Readonly<Record<string, string>> = {
  "packages/cli/src/terminal/raw-terminal.ts": "stty: Node's raw mode leaves the translation of line ends on",
  "packages/host/src/git/ask-git-config.ts": "git config: the name and address that commits get",
  "packages/host/src/git/read-git.test.ts": "makes repositories and worktrees",
  "packages/docker-runtime/src/connection/ssh-connection.ts": "the user's own ssh, to an engine on another machine",
  "packages/doctor/src/findings/read-program.ts": "runsc --version, of the program that the engine has in its table",
  "packages/apple-runtime/src/program/process-port.ts": "Apple's container, the supervisors of its containers, sw_vers",
  "packages/cli/src/testing/apple-user.ts": "runs moat as a user would",
  "packages/runtime-testkit/src/fake-container/vm/guest-process.ts":
    "local processes play those in containers, in tests",
  "packages/runtime-testkit/src/fake-container/fake-container.test.ts": "calls the fake program as an adapter does",
  "packages/doctor/src/setup/run-program.ts":
    "apt, dpkg, dockerd --validate, sudo: what moat setup changes it changes by them",
  "packages/host/src/host-files.test.ts": "makes a named pipe, which Node cannot",
  "packages/cli/src/loaded-files.test.ts": "runs moat, to see what is loaded",
  "packages/cli/src/start/code-cache.test.ts": "runs moat, to see what it keeps",
  "packages/cli/src/terminal/pipe-input.test.ts": "a process whose input is a pipe, and one whose input is a socket",
  "packages/cli/src/present/shell-quote.test.ts": "a real shell reads back what was quoted",
  "packages/run-manager/src/compat/copy-tree.test.ts": "makes a named pipe, which Node cannot",
  "packages/run-manager/src/copy/pack-tree.test.ts": "makes a named pipe, which Node cannot",
  "packages/run-manager/src/compat/trial-place.test.ts": "a process that has ended",
  "packages/run-manager/src/execute/is-owner-alive.test.ts": "a process that has just begun, and one that has ended",
  "packages/run-manager/src/testing/in-process.ts": "several processes on one store, each of which may be killed",
  "packages/runtime-testkit/src/contract/contract-programs.test.ts": "a real shell tells what the programs have to do",
  "tools/registry-check/src/run-program.ts": "npm, pip, docker, hadolint: asked what is there",
  "tools/bench/src/programs.ts": "runs moat, and docker beside it",
  "e2e/src/install-packed-cli.ts": "packs and installs the CLI as a user would",
  "e2e/src/prove-engine.ts": "asks the engine with its own client",
  "e2e/src/driver/as-root.ts": "sudo",
  "e2e/src/driver/browser.ts": "a real headless Chromium",
  "e2e/src/driver/engine.ts": "asks the engine with its own client",
  "e2e/src/escapes/host-targets.ts": "a process of the host's, which no container may reach",
  "e2e/src/driver/moat-process.ts": "runs moat as a user would",
  "e2e/src/driver/packed-project.ts": "npm, pnpm and programs in a project of somebody else's",
  "e2e/src/driver/pty.ts": "runs moat in a terminal",
  "e2e/src/driver/tmux.ts": "runs moat in a terminal that has a screen",
};

const IMPORT = /(?:from|import|import\(|require\(|getBuiltinModule\()\s*["'](?:node:)?child_process["']/;

/** Only the listed files start programs, so that what moat does to the host can be read in one sitting. */
export const processPorts: Check = {
  name: "process-ports",
  run: (repository) =>
    findLines(
      repository,
      (path) => /\.[cm]?[jt]s$/.test(path) && !Object.hasOwn(PORTS, path),
      (line) =>
        IMPORT.test(line)
          ? "imports node:child_process and is not listed as a process port in tools/repo-checks."
          : undefined,
    ),
};
