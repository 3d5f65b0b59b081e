import { type SetupOutcome, type SetupStep, type UndoOutcome, stepText, undoText } from "@moat/doctor";
import { plainLines } from "./plain-text.ts";

/** What a set-up is about to do, for people. */
export function planText(engine: string, steps: readonly SetupStep[]): string {
  return plainLines(
    `To bring gVisor to the engine at ${engine}, moat would:\n\n${numbered(steps.map((step) => stepText(step)))}\n`,
  );
}

/** What undoing is about to do, for people. */
export function undoPlanText(undo: UndoOutcome["undo"]): string {
  return plainLines(`To take the set-up back, moat would:\n\n${numbered(undo.toReversed().map(undoText))}\n`);
}

/** How a set-up ended, for people. */
export function setupText({ outcome, engine, steps, proof }: SetupOutcome): string {
  switch (outcome) {
    case "ready":
      return `gVisor is there and proved (${proof?.method}, ${proof?.source}); there is nothing to do.`;
    case "planned":
      return planText(engine, steps);
    case "installed":
      return `gVisor is installed and proved (${proof?.method}). Try it: moat run -- dmesg\nTo take it back: moat setup --undo`;
    default:
      return outcome satisfies never;
  }
}

/** How undoing ended, for people. */
export function undoneText({ outcome, undo, notes }: UndoOutcome): string {
  switch (outcome) {
    case "nothing":
      return "There is no set-up of moat's to take back.";
    case "planned":
      return undoPlanText(undo);
    case "undone":
      return ["What moat setup did was taken back.", ...notes.map((note) => plainLines(note))].join("\n");
    default:
      return outcome satisfies never;
  }
}

function numbered(items: readonly string[]): string {
  return items.map((item, at) => `${String(at + 1).padStart(2)}. ${item}\n`).join("");
}
