import { type CallOptions, type Runtime, isMoatError } from "@moat/core";
import { createDockerRuntime, examineEngine, proveFresh } from "@moat/docker-runtime";
import type {
  AppleOutcome,
  EngineOutcome,
  Facts,
  Failure,
  HomeFacts,
  Leftovers,
  MachineFacts,
  PathOutcome,
  ProgramFacts,
  ProofOutcome,
  UnreadableRecord,
} from "./facts.ts";
import { readLeaks } from "./read-leaks.ts";
import { readMachine } from "./read-machine.ts";
import { readDisk, readPath } from "./read-path.ts";
import { readProgram } from "./read-program.ts";
import { toFailure } from "./to-failure.ts";

/** What moat knows of its own directory; doctor asks, and changes nothing. */
export interface HomePort {
  readonly path: string;
  /**
   * Lists the records that cannot be read.
   *
   * @throws `HOME_UNUSABLE`.
   */
  unreadable(): Promise<readonly UnreadableRecord[]>;
  /** What a clean-up of this engine would do. */
  leftovers(runtime: Runtime): Promise<Leftovers>;
}

/** What is looked at, and with what. */
export interface GatherOptions extends CallOptions {
  readonly machine: Pick<MachineFacts, "platform" | "arch" | "uid">;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** moat's own directory, or why there is none. */
  readonly home: HomePort | Failure;
  /** The images with which a proof may be made, best first; the first that the engine has is used. */
  readonly images: readonly string[];
  /** Put on the containers of the proof. */
  readonly labels: Readonly<Record<string, string>>;
  /** Opens Apple's container. Called on macOS only. */
  readonly openApple: () => Promise<Runtime>;
}

/** Looks at everything. Never throws for what it finds, and leaves nothing behind; each call has a deadline of its own. */
export async function gatherFacts(options: GatherOptions): Promise<Facts> {
  const [machine, engine, apple] = await Promise.all([
    readMachine(options.machine),
    readEngine(options),
    readApple(options),
  ]);
  if (engine.kind === "none") {
    const [socket, home] = await Promise.all([readSocket(engine.socketPath), readHome(undefined, options)]);
    const nothing = {
      program: undefined,
      proof: { kind: "no-runtime" },
      leaks: { kind: "not-seen", why: "" },
    } as const;
    return { machine, engine, apple, socket, home, ...nothing, disks: await readDisks("", options) };
  }
  const { engine: examined } = engine;
  await using runtime = await createDockerRuntime({ ...withSignal(options), sandbox: true, check: "on-create" });
  const proof = await tryProof(examined.runtime, runtime, options);
  const isHere = examined.isOnThisMachine;
  // Behind the proof: its containers are gone by then.
  const [program, socket, disks, home, leaks] = await Promise.all([
    isHere ? readRuntimeProgram(examined) : undefined,
    readSocket(examined.socketPath),
    readDisks(isHere ? examined.dataDirectory : "", options),
    readHome(runtime, options),
    readLeaks(isHere ? examined.socketPath : "", runtime, options),
  ]);
  return { machine, engine, socket, program, proof, apple, disks, home, leaks };
}

type Found = Extract<EngineOutcome, { kind: "found" }>["engine"];

async function readEngine(options: GatherOptions): Promise<EngineOutcome> {
  try {
    return { kind: "found", engine: await examineEngine(withSignal(options)) };
  } catch (error) {
    const failure = toFailure(error);
    const address = isMoatError(error, "ENGINE_PERMISSION_DENIED") ? String(error.details["address"]) : "";
    return { kind: "none", failure, socketPath: address.startsWith("unix://") ? address.slice("unix://".length) : "" };
  }
}

async function readApple({ machine, openApple }: GatherOptions): Promise<AppleOutcome | undefined> {
  if (machine.platform !== "darwin") return undefined;
  try {
    await using runtime = await openApple();
    return { kind: "found", version: (await runtime.ping()).version };
  } catch (error) {
    return { kind: "none", failure: toFailure(error) };
  }
}

async function tryProof(name: string, runtime: Runtime, options: GatherOptions): Promise<ProofOutcome> {
  if (name === "") return { kind: "no-runtime" };
  try {
    const image = await firstImage(runtime, options);
    if (image === undefined) return { kind: "no-image", images: options.images };
    const proof = await proveFresh({ ...withSignal(options), runtime: name, image, labels: options.labels });
    return { kind: "proved", proof, image };
  } catch (error) {
    return { kind: "failed", failure: toFailure(error) };
  }
}

/** The first of the images that the engine has. Nothing is fetched. */
async function firstImage(runtime: Runtime, options: GatherOptions): Promise<string | undefined> {
  for (const image of options.images) {
    try {
      await runtime.images.inspect(image, withSignal(options));
      return image;
    } catch (error) {
      if (!isMoatError(error, "IMAGE_NOT_FOUND")) throw error;
    }
  }
  return undefined;
}

async function readRuntimeProgram({ runtimes, runtime }: Found): Promise<ProgramFacts | undefined> {
  const path = runtimes[runtime]?.path ?? "";
  return path === "" ? undefined : await readProgram(path);
}

async function readSocket(path: string): Promise<PathOutcome | undefined> {
  return path === "" ? undefined : await readPath(path);
}

async function readDisks(dataDirectory: string, { home }: GatherOptions): Promise<Facts["disks"]> {
  return await Promise.all([
    ...("path" in home ? [readDisk("home", home.path)] : []),
    ...(dataDirectory === "" ? [] : [readDisk("engine", dataDirectory)]),
  ]);
}

async function readHome(runtime: Runtime | undefined, { home }: GatherOptions): Promise<HomeFacts> {
  if (!("path" in home))
    return { failure: home, directory: { kind: "missing", path: "" }, unreadable: [], leftovers: undefined };
  const leftovers = runtime === undefined ? undefined : await orUndefined(home.leftovers(runtime));
  const unreadable = (await orUndefined(home.unreadable())) ?? [];
  return { failure: undefined, directory: await readPath(home.path), unreadable, leftovers };
}

/** What cannot be read is no finding of its own: why is seen from the directory itself, or from the engine. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    toFailure(error);
    return undefined;
  }
}

function withSignal({ env, signal }: GatherOptions): { env: GatherOptions["env"] } & CallOptions {
  return { env, ...(signal === undefined ? {} : { signal }) };
}
