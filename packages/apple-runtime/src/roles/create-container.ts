import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type CallOptions, type ContainerSpec, type CreatedContainer, MoatError, isMoatError } from "@moat/core";
import { failureOf } from "../program/map-error.ts";
import { retry } from "../program/retry.ts";
import { appleId } from "../state/apple-id.ts";
import { ContainerDirectory } from "../state/container-directory.ts";
import type { ContainerFacts } from "../state/labels.ts";
import type { RawContainer } from "../state/raw-container.ts";
import type { AppleContext } from "./apple-context.ts";
import { checkSpec, choosePorts } from "./check-spec.ts";
import { containerArguments } from "./container-arguments.ts";
import { findImage } from "./find-image.ts";
import { inspectRaw } from "./inspect-container.ts";
import { removeContainer } from "./remove-container.ts";
import { stageFiles } from "./stage-files.ts";
import { throwIfCanceled } from "./throw-if-canceled.ts";

/** Makes a container with the spec's files to be seen inside; all of it or nothing. */
export async function createContainer(
  context: AppleContext,
  spec: ContainerSpec,
  options: CallOptions,
): Promise<CreatedContainer> {
  const operation = `create the container ${spec.name}`;
  throwIfCanceled(options, operation);
  await checkSpec(spec, context.capabilities);
  // The program would fetch an image that is not there by itself.
  await findImage(context, spec.image, options);
  const staged = join(context.stateDir, `files-${randomBytes(6).toString("hex")}`);
  try {
    return await context.queue.run(options, () => make(context, spec, staged, options));
  } catch (error) {
    await rm(staged, { recursive: true, force: true });
    throw error;
  }
}

async function make(
  context: AppleContext,
  spec: ContainerSpec,
  staged: string,
  options: CallOptions,
): Promise<CreatedContainer> {
  const { apple, stateDir, defaultMemoryBytes } = context;
  const id = appleId(spec.name);
  const operation = `create the container ${spec.name}`;
  const facts: ContainerFacts = {
    name: spec.name,
    image: spec.image,
    createdAt: new Date().toISOString(),
    stdin: spec.stdin,
    terminalSize: spec.terminalSize,
    logBytes: spec.limits.logBytes,
  };
  const files = await stageFiles(spec.files, staged);
  const call = containerArguments(spec, { facts, files, ports: await choosePorts(spec.ports), defaultMemoryBytes });
  throwIfCanceled(options, operation);
  // Not aborted half-way: the service may do what it was asked for although nobody waits.
  const timeoutMs = apple.deadlines.createMs;
  try {
    const raw = await retry({ on: ["timeout"], tries: 2, pauseMs: 500 }, {}, async () => {
      try {
        await apple.run(call.args, { operation, timeoutMs, env: call.env });
      } catch (error) {
        const made = await madeAnyway(context, id, facts, error);
        if (made === undefined) throw error;
        return made;
      }
      return await inspectRaw(context, id, {});
    });
    await new ContainerDirectory(stateDir, id).renew(staged);
    throwIfCanceled(options, operation);
    return { id, isolation: { kind: "vm", runtime: raw.runtimeHandler } };
  } catch (error) {
    if (!isMoatError(error, "CONTAINER_NAME_TAKEN")) await removeIfOurs(context, id, facts);
    throw error;
  }
}

/** A call whose answer got lost may have been obeyed: then there is a container with exactly these facts. */
async function madeAnyway(
  context: AppleContext,
  id: string,
  facts: ContainerFacts,
  error: unknown,
): Promise<RawContainer | undefined> {
  const failure = failureOf(error);
  if (failure !== "timeout" && failure !== "service-down") return undefined;
  return await findOurs(context, id, facts);
}

async function findOurs(context: AppleContext, id: string, facts: ContainerFacts): Promise<RawContainer | undefined> {
  try {
    const raw = await inspectRaw(context, id, {});
    return raw.facts?.createdAt === facts.createdAt && raw.facts.name === facts.name ? raw : undefined;
  } catch {
    // What cannot be found cannot be taken over.
    return undefined;
  }
}

async function removeIfOurs(context: AppleContext, id: string, facts: ContainerFacts): Promise<void> {
  if ((await findOurs(context, id, facts)) === undefined) return;
  await removeContainer(context, id, {}).catch((cause: unknown) => {
    throw new MoatError("ENGINE_FAILED", `Could not remove the container ${id}, which was made by half.`, {
      hint: `Remove it by hand: container delete --force ${id}`,
      cause,
    });
  });
}
