import { randomBytes } from "node:crypto";
import { type ContainerSpec, type Diagnostics, type Progress, type Runtime, containerSpec } from "@moat/core";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import type { RawContainer } from "../docker-to-state.ts";
import { parseEngineAddress } from "../connection/engine-address.ts";
import { EngineClient } from "../engine/engine-client.ts";

/** The image that the throw-away engine has, or can pull. */
export const TEST_IMAGE = "debian:bookworm-slim";

/** Marks what a suite makes, and nobody else's. */
export const TEST_LABELS = { "dev.moat.test": randomBytes(6).toString("hex") };

/** The throw-away engine, without anything of moat's between. */
export const engine = new EngineClient(parseEngineAddress(process.env["DOCKER_HOST"] ?? "", "DOCKER_HOST"));

/** Fetches an image unless it is there. */
export async function haveImage(image: string): Promise<void> {
  const { images } = await createDockerRuntime({ sandbox: true, check: "on-create" });
  await images.inspect(image).catch(() => images.pull(image));
}

/** What the engine itself says of a container. */
export function engineInspect(id: string): Promise<RawContainer> {
  return engine.json({ method: "GET", path: `/containers/${id}/json`, operation: "inspect" });
}

/** The names of all containers of the engine, in any state. */
export async function engineContainers(): Promise<readonly string[]> {
  const rows = await engine.json<readonly { readonly Names: readonly string[] }[]>({
    method: "GET",
    path: "/containers/json",
    query: { all: true },
    operation: "list",
  });
  return rows.flatMap(({ Names }) => Names);
}

/** A spec with a name of its own. */
export function testSpec(given: Partial<ContainerSpec> = {}): ContainerSpec {
  const name = `moat-test-${randomBytes(6).toString("hex")}`;
  return containerSpec({ name, image: TEST_IMAGE, command: ["true"], labels: TEST_LABELS, ...given });
}

/** Runs a shell script in a container to its end; returns what it wrote to stdout, and removes it. */
export async function runScript(runtime: Runtime, script: string, given: Partial<ContainerSpec> = {}): Promise<string> {
  const { id } = await runtime.containers.create(testSpec({ command: ["sh", "-c", script], ...given }));
  try {
    await using attachment = await runtime.streams.attach(id);
    await runtime.containers.start(id);
    const chunks: Uint8Array[] = [];
    for await (const { stream, data } of attachment.output) if (stream === "stdout") chunks.push(data);
    return Buffer.concat(chunks).toString();
  } finally {
    await runtime.containers.remove(id);
  }
}

/** Diagnostics that remember what they were told. */
export function recordingDiagnostics() {
  const warnings: string[] = [];
  const progresses: Progress[] = [];
  const diagnostics: Diagnostics = {
    warn: (message) => warnings.push(message),
    debug: () => {},
    progress: (progress) => progresses.push(progress),
  };
  return { warnings, progresses, diagnostics };
}
