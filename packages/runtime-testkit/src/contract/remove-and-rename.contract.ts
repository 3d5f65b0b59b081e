import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

/** `containers.remove` and `containers.rename`. */
export function removeAndRenameContract(session: ContractSession): void {
  describe("containers.remove and rename", () => {
    it("remove ends a running process by force; a second time, and many at once, it is no error", async () => {
      const { containers } = session.runtime;
      const name = session.name();
      const { id, output } = await session.launch({ name, command: session.program("ignore-term") });
      await output.shows("ready");
      await Promise.all([containers.remove(id), containers.remove(id)]);
      await containers.remove(id);
      expect(await session.names()).toEqual([]);
      await session.create({ name });
    });

    session.itNeeds("rename", "rename gives another name and frees the old one", async () => {
      const { containers } = session.runtime;
      const [first, second] = [session.name(), session.name()];
      const { id } = await session.create({ name: first });
      await containers.rename(id, second);
      expect((await containers.inspect(id)).name).toBe(second);
      const other = await session.create({ name: first });
      await expect(containers.rename(other.id, second)).rejects.toEqual(moatError("CONTAINER_NAME_TAKEN"));
      expect(await session.names()).toEqual([first, second]);
    });
  });
}
