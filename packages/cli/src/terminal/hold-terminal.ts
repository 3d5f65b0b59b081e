import type { TerminalSize } from "@moat/core";
import type { RunIO } from "@moat/run-manager";
import { type SizeFollower, sizeFollower } from "./follow-size.ts";
import { interactiveIO } from "./interactive-io.ts";
import { enterRawMode, terminalSize } from "./raw-terminal.ts";
import { terminalModes } from "./terminal-modes.ts";

/** For whom this terminal is held. */
export interface HoldOptions {
  /** This process's streams. */
  readonly io: RunIO;
  /** Tells the command the size of its terminal. */
  readonly resize: (size: TerminalSize) => Promise<void>;
  /** The sequence that detaches; empty for none. */
  readonly detachKeys: Uint8Array;
  readonly onDetach: () => void;
}

/** This terminal while a command has it; disposing of it gives it back as it was. */
export interface HeldTerminal extends Disposable {
  /** The streams between the terminal and the command. */
  readonly io: RunIO;
  /** Keeps the command's size at this terminal's. */
  readonly size: SizeFollower;
}

/** Gives this terminal to a command: every key, its size, and what was switched on is switched off again. */
export function holdTerminal({ io, resize, detachKeys, onDetach }: HoldOptions): HeldTerminal {
  const modes = terminalModes();
  const size = sizeFollower(terminalSize, resize);
  const raw = enterRawMode({
    undo: () => modes.leave(),
    onContinued() {
      process.stdout.write(modes.enter());
      void size.nudge();
    },
  });
  const onResize = () => void size.update();
  process.stdout.on("resize", onResize);
  return {
    io: interactiveIO(io, { modes, detachKeys, onDetach }),
    size,
    [Symbol.dispose]() {
      process.stdout.off("resize", onResize);
      raw.leave();
    },
  };
}
