import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";

const NOT_NEEDED = { method: "not needed", provedAt: "2000-01-01T00:00:00Z", guestKernel: "" } as const;

/** `CreatedContainer.isolation`: established, not assumed. */
export function isolationContract(session: ContractSession): void {
  session.onPosix("isolation by its effect", () => {
    describe("isolation", () => {
      it("is what the guest's kernel shows", async () => {
        const { isolation, stdout } = await session.run({ command: ["uname", "-r"] });
        const guestKernel = stdout.toString().trim();
        const engineKernel = (await session.runtime.ping()).kernel;
        expect({ guestKernel, ofEngine: guestKernel === engineKernel }).toEqual({
          guestKernel,
          ofEngine: isolation.kind === "none",
        });
        const proof = isolation.kind === "gvisor" ? isolation.proof : NOT_NEEDED;
        expect(`${proof.guestKernel} ${proof === NOT_NEEDED ? guestKernel : ""}`).toContain(guestKernel);
        expect(proof.method).not.toBe("");
        expect(Date.parse(proof.provedAt)).toBeLessThanOrEqual(Date.now());
      });
    });
  });
}
