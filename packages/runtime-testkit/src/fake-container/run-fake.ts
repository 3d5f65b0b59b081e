import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { COMMAND_TABLES, commandOf } from "./arguments/option-tables.ts";
import { ParsedArguments, parseArguments } from "./arguments/parse-arguments.ts";
import { type Call, type Command, faultOf } from "./call.ts";
import { Failure, serviceFailure } from "./failure.ts";
import { takeFaults } from "./faults.ts";
import { FAKE_PROFILES, traitsOf } from "./profile.ts";
import { FakeState } from "./state/fake-state.ts";

/** Where each subcommand is; only the one that is asked for is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  system: async () => (await import("./commands/system.ts")).system,
  create: async () => (await import("./commands/create.ts")).create,
  run: async () => (await import("./commands/run.ts")).run,
  start: async () => (await import("./commands/start.ts")).start,
  exec: async () => (await import("./commands/exec.ts")).exec,
  logs: async () => (await import("./commands/logs.ts")).logs,
  stop: async () => (await import("./commands/end.ts")).stop,
  kill: async () => (await import("./commands/end.ts")).kill,
  delete: async () => (await import("./commands/delete.ts")).deleteContainers,
  list: async () => (await import("./commands/show.ts")).list,
  inspect: async () => (await import("./commands/show.ts")).inspect,
  export: async () => (await import("./commands/export.ts")).exportContainer,
  image: async () => (await import("./commands/image.ts")).image,
  build: async () => (await import("./commands/build.ts")).build,
  network: async () => (await import("./commands/network.ts")).network,
  volume: async () => (await import("./commands/volume.ts")).volume,
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The whole program: returns the exit status, and has printed everything. */
export async function runFake(argv: readonly string[], env: Environment): Promise<number> {
  const directory = env["FAKE_CONTAINER_STATE"] ?? "";
  if (directory === "") {
    process.stderr.write("fake container: FAKE_CONTAINER_STATE is not set\n");
    return 70;
  }
  const profile = FAKE_PROFILES.find((name) => name === env["FAKE_CONTAINER_PROFILE"]) ?? "1.2.2";
  const state = new FakeState(directory);
  const startedAt = performance.now();
  let exit = 70;
  try {
    exit = await dispatch(argv, state, profile, Number(env["FAKE_CONTAINER_LATENCY_MS"] ?? "0"));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    process.stderr.write(`${error.message.startsWith("Error: ") ? "" : "Error: "}${error.message}\n`);
    exit = error.exitCode;
  } finally {
    const call = { argv, pid: process.pid, cwd: process.cwd(), exit, ms: Math.round(performance.now() - startedAt) };
    appendFileSync(join(directory, "calls.jsonl"), `${JSON.stringify(call)}\n`);
  }
  return exit;
}

async function dispatch(argv: readonly string[], state: FakeState, profile: Call["traits"]["version"], latencyMs: number): Promise<number> {
  const traits = traitsOf(profile);
  if (argv[0] === "--version") return await version({ command: "--version", args: new ParsedArguments([], new Map()), state, traits, faults: takeFaults(state, "--version", []) });
  if (argv[0] === "--dump-flags") {
    process.stdout.write(`${JSON.stringify(COMMAND_TABLES, undefined, 2)}\n`);
    return 0;
  }
  const found = commandOf(argv);
  if (found === undefined) throw new Failure(`Plugin 'container-${argv[0] ?? ""}' not found`, 64);
  const { name, rest } = found;
  const args = parseArguments(name, rest, traits.unknownOptions);
  const call: Call = { command: name, args, state, traits, faults: takeFaults(state, name, rest) };
  await delay(latencyMs);
  await suffer(call);
  const command = await COMMANDS[name.split(" ")[0] ?? ""]?.();
  if (command === undefined) throw new Error(`no command ${name}`);
  const exit = await command(call);
  if (faultOf(call, "daemon-interrupted") !== undefined) throw serviceFailure("Connection interrupted");
  const late = faultOf(call, "xpc-timeout-applied");
  if (late !== undefined) throw xpcTimeout(late.detail);
  return exit;
}

async function version(call: Call): Promise<number> {
  await suffer(call);
  process.stdout.write(`container CLI version ${call.traits.version} (build: release, commit: abcdef0)\n`);
  return 0;
}

/** What strikes every subcommand alike. */
async function suffer(call: Call): Promise<void> {
  const slow = faultOf(call, "slow");
  if (slow !== undefined) await delay(slow.amount ?? 100);
  if (faultOf(call, "hang") !== undefined) await hang();
  const timeout = faultOf(call, "xpc-timeout");
  if (timeout !== undefined) throw xpcTimeout(timeout.detail);
  if (faultOf(call, "daemon-restart") !== undefined) (await import("./commands/system.ts")).restartDaemon(call.state);
  if (faultOf(call, "stderr-noise") !== undefined) process.stderr.write('warning: slow network: ["retries": 3]\n');
  if (faultOf(call, "stdout-noise") !== undefined) process.stdout.write("Preparing things [3/4]\n");
  const vanishing = faultOf(call, "vanish") === undefined ? undefined : call.args.positionals[0];
  if (vanishing !== undefined) call.state.locked(() => call.state.removeContainer(vanishing));
  const isDown = call.state.daemon.status !== "running" || faultOf(call, "daemon-down") !== undefined;
  if (isDown && !/^system |^--version/.test(call.command)) throw serviceFailure("Connection invalid");
}

/** Hears nothing but SIGKILL. */
async function hang(): Promise<never> {
  for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => {});
  for (;;) await delay(60_000);
}

function xpcTimeout(route: string | undefined): Failure {
  return new Failure(
    `internalError: "XPC timeout for request to com.apple.container.apiserver/${route ?? "containerList"}"`,
  );
}
