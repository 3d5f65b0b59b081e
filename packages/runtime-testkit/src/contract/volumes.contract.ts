import { describe, expect } from "vitest";

import type { ContractSession } from "./contract-session.ts";

/** `volumes`. */
export function volumesContract(session: ContractSession): void {
  describe("volumes", () => {
    session.itNeeds("volumes", "are made once per name, listed and removed; removing twice is no error", async () => {
      const { volumes } = session.runtime;
      const spec = { name: session.name(), labels: session.labels };
      const volume = await volumes.create(spec);
      expect(volume).toMatchObject(spec);
      expect(await volumes.create({ ...spec, labels: { ...spec.labels, "dev.moat.contract.late": "1" } })).toEqual(
        volume,
      );
      expect(await volumes.list(session.labels)).toEqual([volume]);
      expect(await volumes.list({ ...session.labels, "dev.moat.contract.shape": "round" })).toEqual([]);
      await volumes.remove(volume.id);
      await volumes.remove(volume.id);
      expect(await volumes.list(session.labels)).toEqual([]);
    });
  });
}
