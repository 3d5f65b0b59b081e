import type { SourceNode } from "./source-node.ts";

// The number of values that aliases may stand for, all together. Without it, a few lines are worth billions.
const MAX_ALIASED_VALUES = 1000;

/** What an alias stands for, or why it cannot be used. */
export type Resolved = SourceNode | "unknown" | "itself" | "too many";

/** The anchors met so far. Aliases share the node they point to, so a bomb costs nothing before it is refused. */
export class Anchors {
  readonly #nodes = new Map<string, { readonly node: SourceNode; readonly size: number } | "open">();
  #aliased = 0;

  /** Notes that the value of an anchor has begun. */
  open(name: string): void {
    this.#nodes.set(name, "open");
  }

  /** Notes the value of an anchor and how many values it holds, itself included. */
  close(name: string, node: SourceNode, size: number): void {
    this.#nodes.set(name, { node, size });
  }

  /** Finds what an alias stands for. */
  resolve(name: string): { readonly result: Resolved; readonly size: number } {
    const found = this.#nodes.get(name);
    if (found === undefined) return { result: "unknown", size: 1 };
    if (found === "open") return { result: "itself", size: 1 };
    this.#aliased += found.size;
    if (this.#aliased > MAX_ALIASED_VALUES) return { result: "too many", size: 1 };
    return { result: found.node, size: found.size };
  }
}
