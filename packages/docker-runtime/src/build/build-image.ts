import { type CallOptions, type Diagnostics, type ImageBuild, MoatError } from "@moat/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { diskFull, isDiskFull } from "../engine/disk-full.ts";
import { jsonLines } from "../engine/json-lines.ts";
import { engineMessage } from "../engine/map-error.ts";
import { filesToTar } from "../roles/files-to-tar.ts";
import { BuildLog } from "./build-log.ts";
import { readTrace } from "./buildkit-trace.ts";
import { withoutCaches } from "./without-caches.ts";

/** A step may be silent for long: a compiler, a large package. */
const STALL_TIMEOUT_MS = 1_800_000;

/** One line of the engine's answer to a build, of either builder. */
interface BuildEvent {
  readonly id?: string;
  readonly stream?: string;
  readonly aux?: unknown;
  readonly error?: string;
}

/** Has the engine build an image. One builder is asked, once: BuildKit where the engine says that it prefers it, the classic one elsewhere. */
export async function buildImage(
  client: EngineClient,
  build: ImageBuild,
  diagnostics: Diagnostics,
  options: CallOptions,
): Promise<void> {
  const operation = `build the image ${build.tag}`;
  const isBuildKit = await prefersBuildKit(client, options);
  diagnostics.debug(`building ${build.tag} with ${isBuildKit ? "BuildKit" : "the classic builder"}`);
  const log = new BuildLog((status) =>
    diagnostics.progress({ operation: "build", subject: build.tag, status, currentBytes: 0, totalBytes: 0 }),
  );
  const response = await client.stream({
    method: "POST",
    path: "/build",
    query: {
      t: build.tag,
      version: isBuildKit ? 2 : 1,
      buildargs: JSON.stringify(build.args),
      labels: JSON.stringify(build.labels),
      // No container of a step stays, not even of one that failed.
      rm: true,
      forcerm: true,
    },
    bytes: await contextOf(build, isBuildKit),
    operation,
    timeoutMs: STALL_TIMEOUT_MS,
    signal: options.signal,
  });
  // The engine ends a build whose client has gone.
  const abort = () => response.destroy();
  options.signal?.addEventListener("abort", abort, { once: true });
  response.setTimeout(STALL_TIMEOUT_MS, abort);
  let isDone = false;
  try {
    for await (const event of jsonLines<BuildEvent>(response)) {
      if (event.error !== undefined) throw failure(build.tag, log, event.error);
      if (event.id === "moby.buildkit.trace" && typeof event.aux === "string") log.addTrace(readTrace(event.aux));
      if (event.id === "moby.image.id" || isImageId(event.aux)) isDone = true;
      if (event.stream !== undefined) log.addClassic(event.stream);
    }
  } catch (error) {
    if (options.signal?.aborted === true) throw canceled(operation);
    throw error instanceof MoatError ? error : failure(build.tag, log, `the answer broke off: ${engineMessage(error)}`);
  } finally {
    options.signal?.removeEventListener("abort", abort);
    response.destroy();
  }
  if (options.signal?.aborted === true) throw canceled(operation);
  if (!isDone) throw failure(build.tag, log, "the engine ended it without a word");
}

async function prefersBuildKit(client: EngineClient, { signal }: CallOptions): Promise<boolean> {
  const response = await client.stream({ method: "GET", path: "/_ping", operation: "say its builder", signal });
  response.resume();
  return response.headers["builder-version"] === "2";
}

function contextOf({ dockerfile, files }: ImageBuild, isBuildKit: boolean): Promise<Buffer> {
  const text = isBuildKit ? dockerfile : withoutCaches(dockerfile);
  const context = [{ path: "Dockerfile", content: text, mode: 0o644 }, ...files];
  return filesToTar(context.map((file) => ({ ...file, kind: "file", uid: 0, gid: 0 })));
}

function isImageId(aux: unknown): boolean {
  return typeof aux === "object" && aux !== null && typeof Reflect.get(aux, "ID") === "string";
}

function canceled(operation: string): MoatError {
  return new MoatError("CANCELED", `Canceled while trying to ${operation}.`);
}

function failure(tag: string, log: BuildLog, said: string): MoatError {
  const why = /returned a non-zero code: (\d+)|exit code: (\d+)/.exec(said);
  const code = why?.[1] ?? why?.[2];
  const reason =
    code === undefined ? said.replaceAll(/\s+/g, " ").replace(/\.$/, "") : `it ended with exit code ${code}`;
  const { step, output } = log;
  if (isDiskFull([said, ...output]))
    return diskFull(`build the image ${tag}`, { tag, step, output, engineMessage: said });
  const where =
    step === "" ? "the image could not be built" : `the step ${shortened(step)} of the image's build failed`;
  return new MoatError("IMAGE_BUILD_FAILED", `${capitalized(where)}: ${reason}.`, {
    hint: output.length === 0 ? "Look at the engine's log." : `It said last:\n${output.join("\n")}`,
    details: { tag, step, output, engineMessage: said },
  });
}

function shortened(step: string): string {
  return JSON.stringify(step.length > 120 ? `${step.slice(0, 117)}...` : step);
}

function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
