import { type ContainerSpec, MoatError, type PublishedPort } from "@moat/core";

import type { EngineState } from "./engine-state.ts";

const FIRST_CHOSEN = 49_152;

/** The host ports of a container that starts: what it asks for if no running one has it, or what the engine chooses. */
export function allocatePorts(engine: EngineState, spec: ContainerSpec): readonly PublishedPort[] {
  const infos = Array.from(engine.containers.values(), (container) => container.info());
  const taken = new Set(infos.flatMap((info) => info.ports.map((port) => port.hostPort)));
  return spec.ports.map(({ containerPort, hostPort }) => {
    if (taken.has(hostPort)) {
      throw new MoatError("PORT_INVALID", `Port ${hostPort} of this machine is in use.`, { details: { hostPort } });
    }
    const chosen = hostPort === 0 ? firstFree(taken) : hostPort;
    taken.add(chosen);
    return { containerPort, hostPort: chosen };
  });
}

function firstFree(taken: ReadonlySet<number>): number {
  let port = FIRST_CHOSEN;
  while (taken.has(port)) port += 1;
  return port;
}
