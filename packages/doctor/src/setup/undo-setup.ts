import { readFile } from "node:fs/promises";
import { MoatError, systemErrorCode } from "@moat/core";
import { findDaemon } from "./find-daemon.ts";
import { reloadArgv } from "./plan-setup.ts";
import { openRoot } from "./root-programs.ts";
import { type ProgramPort, hostPrograms } from "./run-program.ts";
import type { EngineView } from "./set-up-gvisor.ts";
import { SETUP_STATE, type SetupState, parseSetupState } from "./setup-state.ts";
import { takeBack } from "./take-back.ts";

/** What undoing works with. */
export interface UndoParts extends Pick<EngineView, "isListed"> {
  /** The engine's address; empty when none answers. */
  readonly address: string;
  /** Asks once, with what was recorded; throws unless the answer is yes. */
  confirm(state: SetupState): Promise<void>;
  readonly asksPassword: boolean;
  readonly dryRun: boolean;
  readonly programs?: ProgramPort;
}

/** How undoing ended. */
export interface UndoOutcome {
  readonly outcome: "nothing" | "planned" | "undone";
  readonly undo: SetupState["undo"];
  /** What a person has to know beside it. */
  readonly notes: readonly string[];
}

/**
 * Takes back what `setUpGVisor` did on this machine.
 *
 * @throws `SETUP_NEEDS_ROOT`, `SETUP_FAILED`, and what `confirm` does.
 */
export async function undoSetup(parts: UndoParts): Promise<UndoOutcome> {
  const programs = parts.programs ?? hostPrograms;
  const state = await readState();
  if (state === undefined) return { outcome: "nothing", undo: [], notes: [] };
  if (parts.dryRun) return { outcome: "planned", undo: state.undo, notes: [] };
  await parts.confirm(state);
  const root = await openRoot(programs, { isRoot: process.geteuid?.() === 0, asks: parts.asksPassword });
  const daemon = parts.address.startsWith("unix://")
    ? await findDaemon(parts.address.slice("unix://".length))
    : undefined;
  const reload = daemon === undefined ? [] : reloadArgv(daemon);
  const isListed = () => parts.isListed();
  const notes = await takeBack(root, state, { isOurs: false, reload, isListed }).catch((cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new MoatError("SETUP_FAILED", `The set-up could not be taken back: ${message.replace(/\.$/, "")}.`, {
      hint: "Mend that, and go on: moat setup --undo",
      cause,
    });
  });
  return { outcome: "undone", undo: state.undo, notes };
}

async function readState(): Promise<SetupState | undefined> {
  const text = await readFile(SETUP_STATE, "utf8").catch((error: unknown) => {
    if (systemErrorCode(error) === "ENOENT") return undefined;
    throw unreadable(systemErrorCode(error));
  });
  if (text === undefined) return undefined;
  const state = parseSetupState(text);
  if (state === undefined) throw unreadable("it is damaged, or of a newer moat");
  return state;
}

function unreadable(why: string): MoatError {
  return new MoatError("SETUP_FAILED", `The record of the set-up, ${SETUP_STATE}, cannot be read: ${why}.`, {
    hint: "Undo it with the moat that made it, or by hand: sudo dpkg --purge runsc, and take runsc out of daemon.json.",
  });
}
