import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Box } from "./box.ts";
import { until } from "./until.ts";

const run = promisify(execFile);

/** A person at a terminal that has a screen: tmux, with a shell in it that finds moat on its PATH. */
export interface Tmux extends AsyncDisposable {
  /** Types text as it is. */
  type(text: string): Promise<void>;
  /** Types keys by tmux's names for them: `Enter`, `C-c`, `Escape`. */
  press(...keys: readonly string[]): Promise<void>;
  /** What is to be seen now, without blanks at the end. */
  screen(): Promise<string>;
  /** Waits until the screen has a text, or matches. */
  shows(what: string | RegExp): Promise<void>;
  /** Waits until the screen no longer has it. */
  hides(what: string | RegExp): Promise<void>;
  /** Drags a corner of the window. */
  resize(columns: number, rows: number): Promise<void>;
  /** Asks tmux, for instance `alternate_on`, whether something is switched on in this terminal. */
  has(flag: string): Promise<boolean>;
  /** The process that the shell has started. */
  child(): Promise<number>;
}

/** Nothing is expected to take that long; a busy machine is slow. */
const TIMEOUT_MS = 100_000;

let opened = 0;

/** Opens a terminal of 100 columns and 30 rows. */
export async function openTmux(box: Box): Promise<Tmux> {
  opened += 1;
  const socket = join(box.directory, `tmux-${opened}`);
  const config = `${socket}.conf`;
  await writeFile(config, "set -g status off\nset -g default-terminal tmux-256color\nset -s escape-time 0\n");
  const options = { cwd: box.workspace, env: { ...box.env, TERM: "xterm-256color" } };
  const tmux = async (...args: readonly string[]): Promise<string> =>
    (await run("tmux", ["-S", socket, "-f", config, ...args], options)).stdout;
  // Given directly: a shell that tmux asks to start it would drop the prompt.
  await tmux("new-session", "-d", "-x", "100", "-y", "30", "env", "PS1=host> ", "sh");
  const screen = async () => (await tmux("capture-pane", "-p")).trimEnd();
  const waitFor = async (what: string | RegExp, wanted: boolean) => {
    let last = "";
    try {
      await until(
        `${String(what)} is ${wanted ? "" : "not "}on the screen`,
        async () => {
          last = await screen();
          return matches(what, last) === wanted;
        },
        TIMEOUT_MS,
      );
    } catch (error) {
      throw new Error(`${String(error)}; there is:\n${last}`, { cause: error });
    }
  };
  const terminal: Tmux = {
    screen,
    type: async (text) => void (await tmux("send-keys", "-l", "--", text)),
    press: async (...keys) => void (await tmux("send-keys", "--", ...keys)),
    shows: (what) => waitFor(what, true),
    hides: (what) => waitFor(what, false),
    resize: async (columns, rows) => void (await tmux("resize-window", "-x", String(columns), "-y", String(rows))),
    has: async (flag) => (await tmux("display-message", "-p", `#{${flag}}`)).trim() === "1",
    async child() {
      const shell = (await tmux("display-message", "-p", "#{pane_pid}")).trim();
      return Number((await readFile(`/proc/${shell}/task/${shell}/children`, "utf8")).trim().split(" ")[0]);
    },
    async [Symbol.asyncDispose]() {
      await tmux("kill-server");
    },
  };
  await terminal.shows("host>");
  return terminal;
}

function matches(what: string | RegExp, text: string): boolean {
  return typeof what === "string" ? text.includes(what) : what.test(text);
}
