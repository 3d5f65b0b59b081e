import { type TerminalSize, isMoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";

/** What has a terminal: a container, or one more process in it. */
export interface TerminalOwner {
  /** The API's path of it, without `/resize`. */
  readonly path: string;
  /** For error messages: `the container x`. */
  readonly title: string;
}

/** Tells a terminal its size; one whose process is not running, or a size that is not known, is no error. */
export async function resizeTerminal(client: EngineClient, owner: TerminalOwner, size: TerminalSize): Promise<void> {
  if (size.columns === 0 || size.rows === 0) return;
  try {
    await client.json({
      method: "POST",
      path: `${owner.path}/resize`,
      query: { h: size.rows, w: size.columns },
      operation: `resize the terminal of ${owner.title}`,
      notFound: "CONTAINER_NOT_FOUND",
    });
  } catch (error) {
    // Not started yet, or ended already: the size no longer matters.
    if (!isMoatError(error, "CONTAINER_STATE", "CONTAINER_NOT_FOUND", "ENGINE_FAILED", "RUNTIME_REFUSED")) throw error;
  }
}
