import type { VolumeRole } from "@moat/core";

import { hasLabels } from "./has-labels.ts";
import type { EngineState } from "./engine-state.ts";

/** The role `volumes` over an in-memory engine. No spec can name a volume yet, so none is ever in use. */
export function inMemoryVolumes(engine: EngineState): VolumeRole {
  return {
    async create(spec, options) {
      await engine.enter("volumes.create", options);
      engine.need("volumes");
      const volume = engine.volumes.get(spec.name) ?? { id: spec.name, ...structuredClone(spec) };
      engine.volumes.set(volume.id, volume);
      return volume;
    },

    async list(labels, options) {
      await engine.enter("volumes.list", options);
      return [...engine.volumes.values()].filter((volume) => hasLabels(volume, labels));
    },

    async remove(id, options) {
      await engine.enter("volumes.remove", options);
      engine.need("volumes");
      engine.volumes.delete(id);
    },
  };
}
