import type { ContainerSpec } from "@moat/core";

import type { GuestProgram } from "../guest/guest.ts";
import type { EngineState } from "./engine-state.ts";

const NOT_EXECUTABLE = 126;
const NOT_FOUND = 127;

/** The program that a command's first word names, or the code with which the container exits when there is none. */
export function resolveProgram(engine: EngineState, spec: ContainerSpec, word: string): GuestProgram | number {
  const program = engine.program(word);
  if (program !== undefined) return program;
  return spec.files.some((file) => file.path === word) ? NOT_EXECUTABLE : NOT_FOUND;
}
