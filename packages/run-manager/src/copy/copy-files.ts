import { rm } from "node:fs/promises";
import { basename, join, posix, resolve } from "node:path";
import { MoatError, execSpec } from "@moat/core";
import type { RunContext } from "../execute/run-context.ts";
import { type RunningRun, findRunning } from "../execute/running-container.ts";
import { asCopyError, copyFailed } from "./copy-failure.ts";
import type { CopyPlan } from "./copy-operand.ts";
import { makeCopyStaging } from "./copy-staging.ts";
import { type Extracted, extractArchive } from "./extract-archive.ts";
import { packTree } from "./pack-tree.ts";
import { findPlace, placeCopy } from "./place-copy.ts";
import { type TarProcess, runTar } from "./run-tar.ts";

/** What was copied. */
export interface Copied extends Extracted {
  readonly source: string;
  readonly destination: string;
}

/** What a live directory may do to `tar` without spoiling the copy. */
const CHANGED_WORDS = /^tar: .*: file (changed as we read it|removed before we read it)$/i;

/**
 * Copies files between this machine and a run that is running, by `tar` inside: the engine's own copy shows another
 * file system than the command sees. What comes out is not trusted, see `safeEntry`; it is put together where the run
 * cannot reach it, and moved to its place as a whole.
 *
 * @throws `COPY_FAILED`, `COPY_UNSAFE`, and what `findRunning` does.
 */
export async function copyFiles(context: RunContext, plan: CopyPlan, signal: AbortSignal): Promise<readonly Copied[]> {
  const running = await findRunning(context, plan.run);
  const copy = plan.kind === "in" ? copyIn : copyOut;
  const copied: Copied[] = [];
  try {
    for (const source of plan.sources) copied.push(await copy(context, running, { ...plan, source, signal }));
  } catch (error) {
    // Whatever it is that failed: it did because all was let go of.
    throw signal.aborted ? new MoatError("CANCELED", "The copy was canceled.", { cause: error }) : error;
  }
  return copied;
}

interface OneCopy {
  readonly source: string;
  readonly sources: readonly string[];
  readonly destination: string;
  readonly signal: AbortSignal;
}

async function copyOut(context: RunContext, { record, containerId }: RunningRun, one: OneCopy): Promise<Copied> {
  const source = one.source.replace(/\/$/, "");
  const name = posix.basename(source);
  const place = await findPlace(one.destination, name, one.sources.length > 1);
  const staging = await makeCopyStaging(context.store.home);
  try {
    const command = ["tar", "-C", posix.dirname(source), "-c", "-f", "-", `./${name}`];
    await using tar = await runTar(context, { containerId, command, stdin: false, signal: one.signal });
    const isRoot = process.geteuid?.() === 0;
    const extracting = extractArchive(tar.archive, name, staging, isRoot ? record.user : undefined);
    const extracted = await whatTarSays(extracting, tar, source, context);
    const writable = record.mounts.flatMap((mount) => (mount.readOnly ? [] : [mount.source]));
    await placeCopy(join(staging, "copy"), place, writable);
    return { ...extracted, source: `${record.name}:${source}`, destination: join(place.directory, place.name) };
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** An archive that is empty or cut off is the consequence of what `tar` has said. */
async function whatTarSays(
  extracting: Promise<Extracted>,
  tar: TarProcess,
  source: string,
  { diagnostics }: RunContext,
): Promise<Extracted> {
  const [result] = await Promise.allSettled([extracting]);
  if (result.status === "rejected") {
    const error = asCopyError(source, result.reason);
    if (error instanceof MoatError || !tar.isRead()) throw unreadable(source, error);
  }
  const { code, said } = await tar.end();
  const isLive = code === 1 && said.split("; ").every((line) => CHANGED_WORDS.test(line));
  if (code !== 0 && !isLive) throw copyFailed(source, said === "" ? `tar ended with ${code}` : said);
  if (result.status === "rejected") throw unreadable(source, result.reason);
  if (isLive) diagnostics.warn(`files changed while they were copied: ${said}`);
  return result.value;
}

function unreadable(source: string, error: unknown): MoatError {
  if (error instanceof MoatError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return copyFailed(source, `what tar sent cannot be read (${why})`, error);
}

async function copyIn(context: RunContext, { record, containerId }: RunningRun, one: OneCopy): Promise<Copied> {
  const destination = one.destination.replace(/(.)\/$/, "$1");
  const isDirectory = await isDirectoryInside(context, containerId, destination, one.signal);
  if (!isDirectory && (one.sources.length > 1 || one.destination.endsWith("/")))
    throw copyFailed(one.source, `${destination} is not a directory of the run`);
  const directory = isDirectory ? destination : posix.dirname(destination);
  const name = isDirectory ? basename(resolve(one.source)) : posix.basename(destination);
  const command = ["tar", "-x", "-p", "-f", "-", "-C", directory];
  const packed = { files: 0, bytes: 0 };
  await using tar = await runTar(context, { containerId, command, stdin: true, signal: one.signal });
  let isOver = false;
  const reading = drain(tar.archive).finally(() => (isOver = true));
  reading.catch(() => {});
  const { uid, gid } = record.user;
  const options = { uid, gid, onSkipped: (message: string) => context.diagnostics.warn(message) };
  for await (const chunk of packTree({ path: resolve(one.source), name: `./${name}` }, options, packed)) {
    // Nobody takes any more of it.
    if (isOver || one.signal.aborted) break;
    await tar.execution.write(chunk);
  }
  await tar.execution.endInput();
  await reading;
  const { code, said } = await tar.end();
  if (code !== 0) throw copyFailed(one.source, said === "" ? `tar ended with ${code}` : said);
  return { ...packed, source: one.source, destination: `${record.name}:${posix.join(directory, name)}` };
}

async function isDirectoryInside(
  { runtime }: RunContext,
  containerId: string,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  await using asking = await runtime.streams.exec(containerId, execSpec({ command: ["test", "-d", path] }), { signal });
  const letGo = () => void asking[Symbol.asyncDispose]();
  signal.addEventListener("abort", letGo, { once: true });
  await drain(asking.output);
  signal.removeEventListener("abort", letGo);
  return (await asking.wait({ signal })) === 0;
}

async function drain(output: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of output);
}
