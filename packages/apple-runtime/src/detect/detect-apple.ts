import { type CallOptions, MoatError, isMoatError } from "@moat/core";
import { AppleProgram } from "../program/apple-program.ts";
import type { Deadlines } from "../program/deadlines.ts";
import { WEDGED_HINT } from "../program/map-error.ts";
import { runProgram } from "../program/process-port.ts";
import { findPrograms } from "./find-program.ts";
import { type ServiceFacts, readService } from "./read-service.ts";

/** What is known of Apple's container on this machine before anything is asked of it. */
export interface DetectOptions extends CallOptions {
  /** The program, where it is known; else it is looked for. */
  readonly program: string | undefined;
  /** What is passed on to the program; `PATH` is where it is looked for. */
  readonly env: Readonly<Record<string, string>>;
  /** As Node names them. */
  readonly platform: string;
  readonly arch: string;
  /** The version of macOS; empty asks the machine. */
  readonly macosVersion: string;
  readonly deadlines: Deadlines;
}

/** Apple's container, found and answering. */
export interface DetectedApple extends ServiceFacts {
  readonly apple: AppleProgram;
  readonly version: string;
  /** 0 where it is not known. */
  readonly macosMajor: number;
}

const OLDEST = [1, 0, 0] as const;
const INSTALL_HINT =
  "Install it from https://github.com/apple/container/releases, or use Docker: moat run --runtime docker";
const START_HINT = "Start its service: container system start";

/** Says why Apple's container cannot be used, and what to do. */
function unavailable(reason: string, hint: string, cause?: unknown): MoatError {
  return new MoatError("RUNTIME_UNAVAILABLE", `Apple container runtime not available: ${reason}.`, {
    hint,
    details: { reason },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Finds the program, sees that it is Apple's and new enough, and that its service answers. Throws `RUNTIME_UNAVAILABLE`. */
export async function detectApple(options: DetectOptions): Promise<DetectedApple> {
  const { apple, version, macosMajor } = await detectProgram(options);
  return { apple, version, macosMajor, ...(await detectService(apple, options)) };
}

/** The program alone, whether its service runs or not. */
export async function detectProgram(options: DetectOptions): Promise<Omit<DetectedApple, keyof ServiceFacts>> {
  const { env, platform, arch, deadlines } = options;
  const candidates = options.program === undefined ? await findPrograms(env["PATH"] ?? "") : [options.program];
  if (candidates.length === 0) {
    if (platform !== "darwin" || arch !== "arm64")
      throw unavailable(
        `it needs a Mac with Apple silicon, and this is ${platform} on ${arch}`,
        "Use Docker: moat run --runtime docker",
      );
    throw unavailable("it is not installed", INSTALL_HINT);
  }
  const macosMajor = await readMacosMajor(options);
  if (macosMajor > 0 && macosMajor < 15)
    throw unavailable(
      `it needs macOS 15 or newer, and this is macOS ${macosMajor}`,
      "Update macOS, or use Docker: moat run --runtime docker",
    );
  const rejections: MoatError[] = [];
  for (const path of candidates) {
    const apple = new AppleProgram(path, env, deadlines);
    try {
      return { apple, version: await readVersion(apple, options), macosMajor };
    } catch (error) {
      if (!isMoatError(error, "RUNTIME_UNAVAILABLE")) throw error;
      rejections.push(error);
    }
  }
  throw rejections[0] ?? unavailable("it is not installed", INSTALL_HINT);
}

async function readVersion(apple: AppleProgram, options: CallOptions): Promise<string> {
  const timeoutMs = apple.deadlines.versionMs;
  const outcome = await apple.try(["--version"], { timeoutMs, signal: options.signal });
  if (outcome.kind === "aborted") throw new MoatError("CANCELED", "Canceled while looking for Apple's container.");
  if (outcome.kind === "expired") throw unavailable(`${apple.path} does not even tell its version`, WEDGED_HINT);
  if (outcome.kind === "not-started") throw unavailable(`${apple.path} cannot be run`, INSTALL_HINT, outcome.error);
  const version = /^container CLI version (\d+\.\d+\.\d+)/m.exec(outcome.stdout)?.[1];
  if (version === undefined) throw unavailable(`${apple.path} is another program of that name`, INSTALL_HINT);
  if (isOlder(version)) throw unavailable(`version ${version} is too old, it has to be 1.0.0 or newer`, INSTALL_HINT);
  return version;
}

function isOlder(version: string): boolean {
  const parts = version.split(".").map(Number);
  const at = OLDEST.findIndex((part, index) => part !== parts[index]);
  return at !== -1 && (parts[at] ?? 0) < (OLDEST[at] ?? 0);
}

async function detectService(apple: AppleProgram, options: CallOptions): Promise<ServiceFacts> {
  try {
    return await readService(apple, options);
  } catch (error) {
    if (isMoatError(error, "ENGINE_UNREACHABLE"))
      throw unavailable("it is installed, and its service is not running", START_HINT, error);
    if (isMoatError(error, "ENGINE_TIMEOUT")) throw unavailable("its service does not answer", WEDGED_HINT, error);
    throw error;
  }
}

async function readMacosMajor({ platform, macosVersion, env, deadlines, signal }: DetectOptions): Promise<number> {
  if (macosVersion !== "") return Number.parseInt(macosVersion, 10);
  if (platform !== "darwin") return 0;
  const args = ["-productVersion"];
  const outcome = await runProgram({ program: "/usr/bin/sw_vers", args, env, timeoutMs: deadlines.versionMs, signal });
  return outcome.kind === "ended" ? Number.parseInt(outcome.stdout, 10) || 0 : 0;
}
