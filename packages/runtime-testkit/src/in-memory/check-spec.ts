import { type ContainerSpec, MoatError } from "@moat/core";

import type { EngineState } from "./engine-state.ts";

/** Refuses a spec that the engine cannot carry out, before anything is made. */
export function checkSpec(engine: EngineState, spec: ContainerSpec): void {
  if (spec.tty) engine.need("tty");
  if (spec.ports.length > 0) engine.need("ports");
  if (spec.dns.length > 0) engine.need("dns");
  if (spec.ulimits.length > 0) engine.need("ulimits");
  if (spec.extraHosts.length > 0) engine.need("extraHosts");
  engine.image(spec.image);
  checkNetwork(engine, spec.network);
  for (const { source } of spec.mounts) {
    if (engine.options.hasSource?.(source) === false) {
      throw new MoatError("MOUNT_INVALID", `The engine's host has no ${source}.`, { details: { source } });
    }
  }
}

function checkNetwork(engine: EngineState, network: string): void {
  if (network === "bridge" || network === "none") return;
  if (network === "host") {
    throw new MoatError("CAPABILITY_UNSUPPORTED", "A container may not use the host's own network.");
  }
  engine.need("networks");
  const known = engine.networks.has(network) || [...engine.networks.values()].some(({ name }) => name === network);
  if (!known) throw new MoatError("NETWORK_NOT_FOUND", `The engine has no network ${network}.`);
}
