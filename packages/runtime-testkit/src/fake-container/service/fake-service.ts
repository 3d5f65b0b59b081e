import { type Server, type Socket, createServer } from "node:net";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { COMMAND_TABLES, commandOf } from "../arguments/option-tables.ts";
import { ParsedArguments, parseArguments } from "../arguments/parse-arguments.ts";
import { type Call, type Command, faultOf, forever } from "../call.ts";
import { build } from "../commands/build.ts";
import { create } from "../commands/create.ts";
import { deleteContainers } from "../commands/delete.ts";
import { kill, stop } from "../commands/end.ts";
import { exec } from "../commands/exec.ts";
import { exportContainer } from "../commands/export.ts";
import { image } from "../commands/image.ts";
import { logs } from "../commands/logs.ts";
import { network } from "../commands/network.ts";
import { run } from "../commands/run.ts";
import { inspect, list } from "../commands/show.ts";
import { start } from "../commands/start.ts";
import { restartDaemon, system } from "../commands/system.ts";
import { volume } from "../commands/volume.ts";
import { Failure, serviceFailure } from "../failure.ts";
import { type FakeProfile, traitsOf } from "../profile.ts";
import type { FakeState } from "../state/fake-state.ts";
import { Caller } from "./caller.ts";

/** By the first word of the subcommand. */
const COMMANDS: Readonly<Record<string, Command>> = {
  system,
  create,
  run,
  start,
  exec,
  logs,
  stop,
  kill,
  delete: deleteContainers,
  list,
  inspect,
  export: exportContainer,
  image,
  build,
  network,
  volume,
};

/** One call that the fake has had, with how it ended. */
export interface FakeCall {
  readonly argv: readonly string[];
  /** The exit code. */
  readonly exit: number;
}

/** The service behind the fake program: understands calls, plays virtual machines, and fails when it is told to. */
export class FakeService {
  readonly calls: FakeCall[] = [];
  readonly #state: FakeState;
  readonly #profile: FakeProfile;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(state: FakeState, profile: FakeProfile) {
    this.#state = state;
    this.#profile = profile;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
      void this.#serve(new Caller(socket));
    });
  }

  async listen(path: string): Promise<void> {
    this.#server.listen(path);
    await once(this.#server, "listening");
  }

  /** Ends every container and every call. */
  async close(): Promise<void> {
    for (const id of this.#state.ids()) this.#state.removeContainer(id);
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #serve(caller: Caller): Promise<void> {
    const { argv, env, isTerminal } = await caller.request;
    // Kept in order, and all of it given away before the end.
    let printing: Promise<unknown> = Promise.resolve();
    const say = (stream: "stdout" | "stderr") => (text: string | Uint8Array) => {
      printing = printing.then(() => caller.write(stream, text));
    };
    const seams = {
      state: this.#state,
      traits: traitsOf(this.#profile),
      env,
      isTerminal,
      caller,
      print: say("stdout"),
      complain: say("stderr"),
    };
    let exit = 70;
    try {
      exit = await dispatch(argv, seams);
    } catch (error) {
      if (caller.isGone) return;
      if (!(error instanceof Failure)) throw error;
      seams.complain(`${error.message.startsWith("Error: ") ? "" : "Error: "}${error.message}\n`);
      exit = error.exitCode;
    } finally {
      this.calls.push({ argv, exit });
    }
    await printing;
    caller.exit(exit & 0xff);
  }
}

type Seams = Omit<Call, "command" | "args" | "faults">;

async function dispatch(argv: readonly string[], seams: Seams): Promise<number> {
  const { state, traits } = seams;
  if (argv[0] === "--dump-flags") {
    seams.print(`${JSON.stringify(COMMAND_TABLES, undefined, 2)}\n`);
    return 0;
  }
  if (argv[0] === "--version") {
    const faults = state.faults.take("--version", []);
    await suffer({ ...seams, command: "--version", args: new ParsedArguments([], new Map()), faults });
    seams.print(`container CLI version ${traits.version} (build: release, commit: abcdef0)\n`);
    return 0;
  }
  const found = commandOf(argv);
  if (found === undefined) throw new Failure(`Plugin 'container-${argv[0] ?? ""}' not found`, 64);
  const { name, rest } = found;
  if (rest[0] === "--help" || rest[0] === "-h") {
    seams.print(helpText(name));
    return 0;
  }
  const args = parseArguments(name, rest, traits.unknownOptions);
  const call: Call = { ...seams, command: name, args, faults: state.faults.take(name, rest) };
  await suffer(call);
  const command = COMMANDS[name.split(" ")[0] ?? ""];
  if (command === undefined) throw new Error(`no command ${name}`);
  const exit = await command(call);
  if (faultOf(call, "daemon-interrupted") !== undefined) throw serviceFailure("Connection interrupted");
  const late = faultOf(call, "xpc-timeout-applied");
  if (late !== undefined) throw xpcTimeout(late.detail);
  return exit;
}

function helpText(name: string): string {
  const options = Object.entries(COMMAND_TABLES[name]?.options ?? {});
  const lines = options.map(
    ([spelling, { name: value, kind }]) => `  ${spelling}${kind === "flag" ? "" : ` <${value}>`}`,
  );
  return `USAGE: container ${name} [<options>]\n\nOPTIONS:\n${lines.join("\n")}\n`;
}

/** What strikes every subcommand alike. */
async function suffer(call: Call): Promise<void> {
  const { state, caller, args } = call;
  const slow = faultOf(call, "slow");
  if (slow !== undefined) await delay(slow.amount ?? 100);
  if (faultOf(call, "hang") !== undefined) {
    caller.beDeaf();
    await forever(call);
  }
  const timeout = faultOf(call, "xpc-timeout");
  if (timeout !== undefined) throw xpcTimeout(timeout.detail);
  if (faultOf(call, "daemon-restart") !== undefined) restartDaemon(state);
  if (faultOf(call, "stderr-noise") !== undefined) call.complain('warning: slow network: ["retries": 3]\n');
  if (faultOf(call, "stdout-noise") !== undefined) call.print("Preparing things [3/4]\n");
  const vanishing = faultOf(call, "vanish") === undefined ? undefined : args.positionals[0];
  if (vanishing !== undefined) state.removeContainer(vanishing);
  const isDown = state.daemon.status !== "running" || faultOf(call, "daemon-down") !== undefined;
  if (isDown && !/^system |^--version/.test(call.command)) throw serviceFailure("Connection invalid");
}

function xpcTimeout(route: string | undefined): Failure {
  return new Failure(
    `internalError: "XPC timeout for request to com.apple.container.apiserver/${route ?? "containerList"}"`,
  );
}
