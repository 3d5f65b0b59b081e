import { type AttachOptions, type Attachment, MoatError, type StreamRole } from "@moat/core";

import { findContainer } from "./find-container.ts";
import type { InMemoryContainer } from "./in-memory-container.ts";
import type { EngineState } from "./engine-state.ts";
import { startExecution } from "./in-memory-execution.ts";
import { OutputQueue } from "./output-queue.ts";

/** The role `streams` over an in-memory engine. */
export function inMemoryStreams(engine: EngineState): StreamRole {
  return {
    async attach(id, options) {
      await engine.enter("streams.attach", options);
      const container = findContainer(engine, id);
      if (container.state.phase === "exited") {
        throw new MoatError("CONTAINER_STATE", `The container ${container.name} has exited.`);
      }
      return attachTo(container, options);
    },

    async exec(id, spec, options) {
      await engine.enter("streams.exec", options);
      if (spec.tty) engine.need("tty");
      const container = findContainer(engine, id);
      if (container.state.phase !== "running") {
        throw new MoatError("CONTAINER_STATE", `The container ${container.name} is ${container.state.phase}.`);
      }
      return startExecution(engine, container, spec);
    },

    async *logs(id, options) {
      await engine.enter("streams.logs", options);
      yield* findContainer(engine, id).log.read(options);
    },
  };
}

function attachTo(container: InMemoryContainer, { input = true }: AttachOptions = {}): Attachment {
  const queue = new OutputQueue();
  container.outputs.add(queue);
  return {
    output: queue.read(),
    write: async (data) => (input ? container.input.push(Uint8Array.from(data)) : undefined),
    endInput: async () => (input ? container.input.end() : undefined),
    resize: async (size) => container.resize(size),
    async [Symbol.asyncDispose]() {
      container.outputs.delete(queue);
      queue.close();
    },
  };
}
