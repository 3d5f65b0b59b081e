import { setTimeout as delay } from "node:timers/promises";

import { type ContainerRole, type ContainerSpec, type Isolation, MoatError } from "@moat/core";

import { abortable } from "./abortable.ts";
import { checkSpec } from "./check-spec.ts";
import { containerNotFound, findContainer } from "./find-container.ts";
import { hasLabels } from "./has-labels.ts";
import { InMemoryContainer } from "./in-memory-container.ts";
import type { EngineState } from "./engine-state.ts";
import { allocatePorts } from "./published-ports.ts";
import { resolveProgram } from "./resolve-program.ts";

/** The role `containers` over an in-memory engine. */
export function inMemoryContainers(engine: EngineState): ContainerRole {
  return {
    async create(spec, options) {
      await engine.enter("containers.create", options);
      checkSpec(engine, spec);
      checkNameIsFree(engine, spec.name);
      const container = new InMemoryContainer(engine.newId(), structuredClone(spec), engine.clock);
      engine.containers.set(container.id, container);
      return { id: container.id, isolation: isolation(engine) };
    },

    async start(id, options) {
      await engine.enter("containers.start", options);
      const container = findContainer(engine, id);
      if (container.state.phase === "running") return;
      if (container.state.phase !== "created") throw wrongState(container, "started");
      container.ports = allocatePorts(engine, container.spec);
      const command = commandOf(engine, container.spec);
      container.start(resolveProgram(engine, container.spec, command[0] ?? ""), command.slice(1));
    },

    async wait(id, options) {
      await engine.enter("containers.wait", options);
      return abortable(findContainer(engine, id).ended, options);
    },

    async signal(id, signal, options) {
      await engine.enter("containers.signal", options);
      const container = findContainer(engine, id);
      if (container.state.phase !== "running") throw wrongState(container, "sent a signal");
      container.signal(signal);
    },

    async stop(id, graceMs, options) {
      await engine.enter("containers.stop", options);
      const container = engine.containers.get(id);
      if (container?.state.phase !== "running") return;
      const ended = Promise.allSettled([container.ended]);
      const over = new AbortController();
      try {
        container.signal("SIGTERM");
        await abortable(Promise.race([ended, delay(graceMs, undefined, { signal: over.signal })]), options);
        container.signal("SIGKILL");
        await ended;
      } finally {
        over.abort();
      }
    },

    async rename(id, name, options) {
      await engine.enter("containers.rename", options);
      engine.need("rename");
      const container = findContainer(engine, id);
      checkNameIsFree(engine, name);
      container.name = name;
    },

    async inspect(id, options) {
      await engine.enter("containers.inspect", options);
      return findContainer(engine, id).info();
    },

    async list(filter, options) {
      await engine.enter("containers.list", options);
      const all = Array.from(engine.containers.values(), (container) => container.summary());
      return all.filter((container) => hasLabels(container, filter.labels)).toReversed();
    },

    async remove(id, options) {
      await engine.enter("containers.remove", options);
      const container = engine.containers.get(id);
      engine.containers.delete(id);
      container?.discard(containerNotFound(id));
    },
  };
}

function checkNameIsFree(engine: EngineState, name: string): void {
  if (Array.from(engine.containers.values()).some((container) => container.name === name)) {
    throw new MoatError("CONTAINER_NAME_TAKEN", `The engine has a container of the name ${name}.`, {
      details: { name },
    });
  }
}

function wrongState(container: InMemoryContainer, what: string): MoatError {
  const { phase } = container.state;
  return new MoatError("CONTAINER_STATE", `The container ${container.name} is ${phase} and cannot be ${what}.`);
}

function commandOf(engine: EngineState, spec: ContainerSpec): readonly string[] {
  return spec.command.length > 0 ? spec.command : engine.image(spec.image).command;
}

function isolation(engine: EngineState): Isolation {
  const proof = { method: "memory", source: "fresh", guestKernel: "4.4.0" } as const;
  const gvisor = { kind: "gvisor", runtime: "runsc", proof: { ...proof, provedAt: engine.clock.now() } } as const;
  return engine.options.isolation ?? gvisor;
}
