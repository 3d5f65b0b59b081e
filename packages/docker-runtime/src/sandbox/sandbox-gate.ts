import { type CallOptions, type Isolation, MoatError } from "@moat/core";
import type { RawContainer } from "../docker-to-state.ts";

/** Decides what a container may run on. Every container passes it twice: before it is created and before it starts. */
export interface SandboxGate {
  /** Establishes what a container of this image will be separated by, or throws. */
  isolate(image: string, options: CallOptions): Promise<Isolation>;
  /** Throws `SANDBOX_NOT_PROVEN` when the engine made the container with another runtime than was asked for. */
  verifyCreated(raw: Pick<RawContainer, "Id" | "HostConfig">): void;
}

/** No sandbox: `runc` is asked for by name, since the engine's own default could be anything. */
export const openGate: SandboxGate = {
  isolate: () => Promise.resolve({ kind: "none", runtime: "runc" }),
  verifyCreated: () => {},
};

/** What {@link closedGate} needs to know. */
export interface ClosedGateParts {
  /** The name in the engine's table that should be gVisor. Throws when there is none. */
  readonly candidate: (options: CallOptions) => Promise<{ readonly runtime: string }>;
  /** Proves that the name is gVisor, or throws. */
  readonly prove: (
    runtime: string,
    image: string,
    options: CallOptions,
  ) => Promise<Extract<Isolation, { kind: "gvisor" }>["proof"]>;
}

/** The sandbox is on: nothing is created unless its runtime has been proved to be gVisor. */
export function closedGate(parts: ClosedGateParts): SandboxGate {
  // A container from an earlier process may carry any of the names that were asked for; what it must not be is changed.
  let asked: string | undefined;
  return {
    async isolate(image, options) {
      const { runtime } = await parts.candidate(options);
      asked = runtime;
      return { kind: "gvisor", runtime, proof: await parts.prove(runtime, image, options) };
    },
    verifyCreated(raw) {
      const made = raw.HostConfig.Runtime ?? "";
      if (asked === undefined || made === asked) return;
      throw new MoatError(
        "SANDBOX_NOT_PROVEN",
        `The engine made the container ${raw.Id} with the runtime "${made}" although "${asked}" was asked for.`,
        {
          hint: "Use Docker with gVisor; Podman's compatible API ignores the runtime that is asked for.",
          details: { asked, made },
        },
      );
    },
  };
}
