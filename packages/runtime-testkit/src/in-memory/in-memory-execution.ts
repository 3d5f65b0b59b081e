import type { ContainerSpec, ExecSpec, Execution } from "@moat/core";

import { abortable } from "./abortable.ts";
import { ChunkQueue } from "./chunk-queue.ts";
import type { EngineState } from "./engine-state.ts";
import { GuestProcess, type GuestSurroundings } from "./guest-process.ts";
import type { InMemoryContainer } from "./in-memory-container.ts";
import { OutputQueue } from "./output-queue.ts";
import { resolveProgram } from "./resolve-program.ts";

/** Starts one more process in an in-memory container that is running. */
export function startExecution(engine: EngineState, container: InMemoryContainer, given: ExecSpec): Execution {
  const spec = specOf(container.spec, given);
  const input = new ChunkQueue<Uint8Array>();
  const queue = new OutputQueue();
  const ended = Promise.withResolvers<number>();
  const surroundings: GuestSurroundings & { size: GuestSurroundings["size"] } = {
    spec,
    input,
    size: spec.tty ? spec.terminalSize : { columns: 0, rows: 0 },
    output: (chunk) => queue.push(chunk),
  };
  const process = new GuestProcess(surroundings, spec.command.slice(1), (code) => {
    container.others.delete(process);
    input.close();
    queue.end();
    ended.resolve(code);
  });
  if (!spec.stdin) input.end();
  container.others.add(process);
  process.run(programOf(engine, spec));
  return {
    output: queue.read(),
    write: async (data) => input.push(Uint8Array.from(data)),
    endInput: async () => input.end(),
    async resize(size) {
      if (!spec.tty) return;
      surroundings.size = size;
      process.signal("SIGWINCH");
    },
    wait: async (options) => abortable(ended.promise, options),
    async signal(name, options) {
      await abortable(Promise.resolve(), options);
      process.signal(name);
    },
    async [Symbol.asyncDispose]() {
      queue.close();
    },
  };
}

/** A process beside the container's own sees the same files, limits and labels, and its own environment. */
function specOf(container: ContainerSpec, given: ExecSpec): ContainerSpec {
  return {
    ...container,
    ...given,
    env: { ...container.env, ...given.env },
    workingDir: given.workingDir === "" ? container.workingDir : given.workingDir,
    user: given.user === "" ? container.user : given.user,
  };
}

function programOf(engine: EngineState, spec: ContainerSpec): Parameters<GuestProcess["run"]>[0] {
  const word = spec.command[0] ?? "";
  const program = resolveProgram(engine, spec, word);
  if (typeof program !== "number") return program;
  return async ({ stderr }) => {
    await stderr(`exec: ${word}: ${program === 127 ? "not found" : "not executable"}\n`);
    return program;
  };
}
