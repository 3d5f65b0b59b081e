import type { BuildTrace } from "./buildkit-trace.ts";

/** How much of a step's output is kept for its error. */
const KEPT_LINES = 20;
const KEPT_LETTERS = 4000;

/** A step, and the end of its output. */
interface Step {
  name: string;
  output: string;
}

/** Follows a build, of either builder, step by step; tells what failed, and what that said last. */
export class BuildLog {
  readonly #onStep: (name: string) => void;
  readonly #steps = new Map<string, Step>();
  #current: Step = { name: "", output: "" };
  #failed: Step | undefined;

  constructor(onStep: (name: string) => void) {
    this.#onStep = onStep;
  }

  /** The step that failed, or else the last one. */
  get step(): string {
    return (this.#failed ?? this.#current).name;
  }

  /** The last lines of that step. */
  get output(): readonly string[] {
    const { output } = this.#failed ?? this.#current;
    // What a program has written over in its line is gone in a terminal, too.
    const lines = output.split("\n").map((line) => line.replace(/\r+$/, "").replace(/^.*\r/, ""));
    return lines.filter((line) => line.trim() !== "").slice(-KEPT_LINES);
  }

  /** Takes a line of the classic builder. */
  addClassic(text: string): void {
    const [, number, count, instruction] = /^Step (\d+)\/(\d+) : (.*)/s.exec(text) ?? [];
    if (instruction === undefined) this.#add(this.#current, text);
    else this.#begin({ name: `${number}/${count} ${oneLine(instruction)}`, output: "" });
  }

  /** Takes a report of BuildKit, whose steps run side by side. */
  addTrace({ vertexes, logs }: BuildTrace): void {
    for (const { digest, name, started, error } of vertexes) {
      const known = this.#steps.get(digest);
      const step = known ?? { name: stepName(name), output: "" };
      if (known === undefined) this.#steps.set(digest, step);
      // Steps without a number are BuildKit's own housekeeping.
      if (started && this.#current !== step && known?.name !== this.#current.name && name.startsWith("["))
        this.#begin(step);
      if (error !== "" && this.#failed === undefined && !/context canceled/.test(error)) this.#failed = step;
    }
    for (const { vertex, text } of logs) this.#add(this.#steps.get(vertex) ?? this.#current, text);
  }

  #begin(step: Step): void {
    this.#current = step;
    this.#onStep(step.name);
  }

  #add(step: Step, text: string): void {
    step.output = (step.output + text).slice(-KEPT_LETTERS);
  }
}

/** `[stage-1 2/5] RUN make` is `2/5 RUN make`. */
function stepName(name: string): string {
  return oneLine(name.replace(/^\[(?:\S+\s+)?(\d+\/\d+)\]/, "$1"));
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\\?\s*\n\s*/g, " ").trim();
}
