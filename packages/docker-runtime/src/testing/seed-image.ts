import { randomBytes } from "node:crypto";
import type { EngineRequest } from "../engine/engine-client.ts";
import { jsonLines } from "../engine/json-lines.ts";
import { filesToTar } from "../roles/files-to-tar.ts";
import { engine } from "./real-engine.ts";

/**
 * Puts an image that nobody else has, of one layer of random bytes, into the test's registry, and takes it from the engine: no
 * other test's container, build or image can keep its layer there.
 */
export async function seedImage(registry: string, bytes: number): Promise<string> {
  const tag = randomBytes(6).toString("hex");
  const repository = `${registry}/library/seeded`;
  const content = randomBytes(bytes).toString("base64");
  await wholly({
    method: "POST",
    path: "/images/create",
    query: { fromSrc: "-", repo: repository, tag },
    bytes: await filesToTar([{ path: "/content", kind: "file", content, mode: 0o644, uid: 0, gid: 0 }]),
    operation: "import an image",
  });
  await wholly({
    method: "POST",
    path: `/images/${repository}/push`,
    query: { tag },
    // Docker 20.10 wants credentials, and be they none.
    body: { username: "" },
    operation: "push an image",
  });
  await forgetImage(`${repository}:${tag}`);
  return `${repository}:${tag}`;
}

/** Takes an image from the engine. */
export async function forgetImage(image: string): Promise<void> {
  await engine.json({ method: "DELETE", path: `/images/${image}`, operation: "forget an image" });
}

async function wholly(request: EngineRequest): Promise<void> {
  for await (const { error } of jsonLines<{ readonly error?: string }>(await engine.stream(request)))
    if (error !== undefined) throw new Error(`could not ${request.operation}: ${error}`);
}
