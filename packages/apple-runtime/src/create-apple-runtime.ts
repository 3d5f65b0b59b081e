import { isAbsolute, join } from "node:path";
import {
  type CallOptions,
  type Diagnostics,
  MoatError,
  type RuntimeOptions,
  isMoatError,
  silentDiagnostics,
} from "@moat/core";
import { AppleRuntime } from "./apple-runtime.ts";
import { type DetectOptions, type DetectedApple, detectApple, detectProgram } from "./detect/detect-apple.ts";
import { startService } from "./detect/start-service.ts";
import { DEFAULT_DEADLINES, type Deadlines } from "./program/deadlines.ts";
import { LifecycleQueue } from "./program/lifecycle-queue.ts";
import { programEnv } from "./program/program-env.ts";

/** What may be said beside {@link RuntimeOptions} when Apple's runtime is created. */
export interface AppleRuntimeOptions extends RuntimeOptions, CallOptions {
  /** Where supervisors listen and write, absolute and short: the path of a socket has 104 bytes at most. */
  readonly stateDir: string;
  /** The program; by default it is looked for on the PATH and where installers put it. */
  readonly program?: string;
  /** The environment; by default the process's own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** As Node names it; by default this machine's. */
  readonly platform?: string;
  /** As Node names it; by default this machine's. */
  readonly arch?: string;
  /** The version of macOS; by default this machine's. */
  readonly macosVersion?: string;
  /** Where warnings, debug lines and progress go; nowhere by default. */
  readonly diagnostics?: Diagnostics;
  /** Put on everything that the runtime makes for its own use; none by default. */
  readonly labels?: Readonly<Record<string, string>>;
  /** How much memory a container has that asks for none; {@link DEFAULT_MEMORY_BYTES} by default. */
  readonly defaultMemoryBytes?: number;
  /**
   * Asked when the service is not running. Only where it says yes is the service started, which registers a launchd
   * agent and may download a kernel. By default nobody is asked, and nothing is started.
   */
  readonly mayStartService?: () => Promise<boolean>;
  /** Other limits than {@link DEFAULT_DEADLINES} for single sorts of calls. */
  readonly deadlines?: Partial<Deadlines>;
}

const MEBIBYTE = 1024 ** 2;

/** The memory of a container that asks for no limit; Apple's own default of 1 GiB is too little for a build. */
export const DEFAULT_MEMORY_BYTES = 4096 * MEBIBYTE;

/** The memory that an agent's container should ask for: agents run builds, tests and language servers at once. */
export const AGENT_MEMORY_BYTES = 8192 * MEBIBYTE;

/** What macOS allows for the path of a socket. */
const SOCKET_PATH_BYTES = 104;

/**
 * Opens Apple's `container` as a runtime: a virtual machine for each container, whatever `sandbox` says.
 *
 * @throws `RUNTIME_UNAVAILABLE` with the reason and what to do about it; `HOME_UNUSABLE` for a state directory that
 *   sockets cannot be in.
 */
export async function createAppleRuntime(options: AppleRuntimeOptions): Promise<AppleRuntime> {
  const { stateDir, diagnostics = silentDiagnostics, labels = {}, defaultMemoryBytes = DEFAULT_MEMORY_BYTES } = options;
  checkStateDir(stateDir);
  const environment = options.env ?? process.env;
  const detected = await detect(options, {
    program: options.program,
    env: programEnv(environment),
    platform: options.platform ?? process.platform,
    arch: options.arch ?? process.arch,
    macosVersion: options.macosVersion ?? "",
    deadlines: { ...DEFAULT_DEADLINES, ...options.deadlines },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const { apple, version, serverVersion, macosMajor } = detected;
  diagnostics.debug(`Apple's container ${version} at ${apple.path}`);
  if (serverVersion !== version) {
    diagnostics.warn(
      `Apple's container is ${version} and its service still ${serverVersion}; restart it when nothing runs: container system stop && container system start`,
    );
  }
  if (!options.sandbox) diagnostics.warn("--no-sandbox has no effect on Apple's containers: each is a virtual machine");
  return new AppleRuntime({
    apple,
    queue: new LifecycleQueue(),
    stateDir,
    diagnostics,
    labels,
    defaultMemoryBytes,
    capabilities: {
      networks: macosMajor === 0 || macosMajor >= 26,
      volumes: true,
      rename: false,
      tty: true,
      ports: true,
      dns: true,
      ulimits: true,
      extraHosts: false,
      builds: false,
    },
  });
}

async function detect(options: AppleRuntimeOptions, how: DetectOptions): Promise<DetectedApple> {
  try {
    return await detectApple(how);
  } catch (error) {
    const isStopped = isMoatError(error, "RUNTIME_UNAVAILABLE") && isMoatError(error.cause, "ENGINE_UNREACHABLE");
    if (!isStopped || options.mayStartService === undefined || !(await options.mayStartService())) throw error;
  }
  const { apple } = await detectProgram(how);
  await startService(apple, options.diagnostics ?? silentDiagnostics, options);
  return await detectApple(how);
}

function checkStateDir(stateDir: string): void {
  const socket = join(stateDir, "0".repeat(12), "s");
  if (isAbsolute(stateDir) && Buffer.byteLength(socket) < SOCKET_PATH_BYTES && !stateDir.includes(":")) return;
  throw new MoatError("HOME_UNUSABLE", `The directory ${stateDir} cannot hold the sockets of Apple's containers.`, {
    hint: "Set MOAT_HOME to a shorter path without colons, for instance ~/.moat.",
    details: { stateDir, longestSocketPath: SOCKET_PATH_BYTES },
  });
}
