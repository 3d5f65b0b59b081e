import { randomBytes } from "node:crypto";
import { type IsolationProof, MoatError, type Runtime, containerSpec, isMoatError } from "@moat/core";
import { helperLabels, planImage } from "@moat/run-manager";
import { type Workbench, openContext } from "./open-context.ts";

/**
 * Proves the engine's gVisor as a run does, by running one: a container of the default image, on the default network,
 * that ends well. The proof is remembered for the runs to come. Throws `SANDBOX_NOT_PROVEN`, `GVISOR_NOT_AVAILABLE`,
 * `RUNTIME_REFUSED`, `IMAGE_PULL_FAILED`.
 */
export async function proveSandbox(bench: Workbench): Promise<IsolationProof> {
  const { runtime: opened } = await openContext(bench, { sandbox: true, runtime: "docker", check: "now" });
  await using runtime = opened;
  const image = planImage({ value: "", origin: "default" }).value;
  await haveImage(runtime, image);
  const spec = containerSpec({
    name: `moat-proof-${randomBytes(6).toString("hex")}`,
    image,
    command: ["true"],
    labels: helperLabels(await bench.store.readInstallation(), process.pid, new Date().toISOString()),
  });
  const { id, isolation } = await runtime.containers.create(spec);
  try {
    await runtime.containers.start(id);
    const { code: exitCode } = await runtime.containers.wait(id);
    if (isolation.kind === "gvisor" && exitCode === 0) return isolation.proof;
    throw new MoatError("SANDBOX_NOT_PROVEN", `A sandboxed container of ${image} ended with ${exitCode} and not 0.`, {
      hint: "Install a current gVisor: moat setup",
      details: { image, exitCode },
    });
  } finally {
    await runtime.containers.remove(id);
  }
}

async function haveImage({ images }: Runtime, image: string): Promise<void> {
  try {
    await images.inspect(image);
  } catch (error) {
    if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
    await images.pull(image);
  }
}
