import type { Diagnostics } from "@moat/core";

/**
 * Remembers how to undo what has been acquired, so that a failure in the middle leaves nothing behind: each step says
 * how it is undone before it acquires. What a killed process leaves is found by its labels instead.
 */
export class UndoStack {
  readonly #steps: { readonly what: string; readonly undo: () => Promise<void> }[] = [];

  /** Adds a step; it is undone before all that were added earlier. */
  add(what: string, undo: () => Promise<void>): void {
    this.#steps.push({ what, undo });
  }

  /** Forgets everything: what was acquired stays. */
  commit(): void {
    this.#steps.length = 0;
  }

  /**
   * Undoes everything, last first, and tells whether all of it worked. A step that fails does not keep the others from
   * being undone.
   */
  async unwind(diagnostics: Diagnostics): Promise<boolean> {
    let isClean = true;
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) {
      try {
        await step.undo();
      } catch (error) {
        isClean = false;
        diagnostics.warn(`could not ${step.what}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    return isClean;
  }
}
