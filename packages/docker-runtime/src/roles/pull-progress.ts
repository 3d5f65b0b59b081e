import type { Progress } from "@moat/core";

/** One line of the engine's answer to a pull. */
export interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

/** Adds the engine's per-layer reports up to one figure. */
export class PullProgress {
  readonly #subject: string;
  readonly #layers = new Map<string, { current: number; total: number }>();

  constructor(subject: string) {
    this.#subject = subject;
  }

  add(event: PullEvent): Progress {
    const { id = "", status = "", progressDetail = {} } = event;
    const known = this.#layers.get(id);
    if (status === "Downloading" && progressDetail.total !== undefined) {
      this.#layers.set(id, { current: progressDetail.current ?? 0, total: progressDetail.total });
    } else if (known !== undefined && /^(Download complete|Pull complete|Extracting)$/.test(status)) {
      known.current = known.total;
    }
    const layers = [...this.#layers.values()];
    return {
      operation: "pull",
      subject: this.#subject,
      status,
      currentBytes: layers.reduce((sum, layer) => sum + layer.current, 0),
      totalBytes: layers.reduce((sum, layer) => sum + layer.total, 0),
    };
  }
}
