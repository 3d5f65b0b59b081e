import { type LabelledObject, MoatError, type NetworkRole } from "@moat/core";

import { hasLabels } from "./has-labels.ts";
import type { EngineState } from "./engine-state.ts";

/** The role `networks` over an in-memory engine. */
export function inMemoryNetworks(engine: EngineState): NetworkRole {
  return {
    async create(spec, options) {
      await engine.enter("networks.create", options);
      engine.need("networks");
      const network = { id: engine.newId(), ...structuredClone(spec) };
      engine.networks.set(network.id, network);
      return view(network);
    },

    async list(labels, options) {
      await engine.enter("networks.list", options);
      return [...engine.networks.values()].filter((network) => hasLabels(network, labels)).map(view);
    },

    async remove(id, options) {
      await engine.enter("networks.remove", options);
      engine.need("networks");
      const names = new Set([id, engine.networks.get(id)?.name]);
      for (const { state, spec } of engine.containers.values()) {
        if (state.phase === "running" && names.has(spec.network)) {
          throw new MoatError("CONTAINER_STATE", `The container ${spec.name} uses the network ${spec.network}.`);
        }
      }
      engine.networks.delete(id);
    },
  };
}

function view({ id, name, labels }: LabelledObject): LabelledObject {
  return { id, name, labels };
}
