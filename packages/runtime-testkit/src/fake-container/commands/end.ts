import { constants } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type Call, faultOf, forever } from "../call.ts";
import { Failure, caused } from "../failure.ts";
import type { FakeState } from "../state/fake-state.ts";

/** `stop`: a signal, and SIGKILL after a time; nothing happens to what is stopped. */
export async function stop(call: Call): Promise<number> {
  const signal = signalOf(call.args.last("signal") ?? "SIGTERM", "stop");
  return await each(call, "stop", async (state, id) => {
    if (faultOf(call, "stop-hang") !== undefined) await forever(call);
    if (faultOf(call, "stuck-stopping") !== undefined) {
      state.setStatus(id, { state: "stopping", isStuck: true });
      return;
    }
    if (state.status(id).state !== "running") return;
    const until = performance.now() + Number(call.args.last("time") ?? "5") * 1000;
    state.machine(id)?.signal(signal);
    while (isRunning(state, id) && performance.now() < until) await delay(10);
    if (isRunning(state, id)) state.machine(id)?.signal("SIGKILL");
    while (isRunning(state, id)) await delay(10);
  });
}

/** `kill`: a signal to the first process; SIGKILL waits for the end. */
export async function kill(call: Call): Promise<number> {
  const signal = signalOf(call.args.last("signal") ?? "SIGKILL", "kill");
  return await each(call, "kill", async (state, id) => {
    if (state.status(id).state !== "running")
      throw new Failure(
        caused("failed to kill container", "invalidState", "no runtime client exists: container is stopped"),
      );
    if (faultOf(call, "stuck-stopping") !== undefined) {
      state.setStatus(id, { state: "stopping", isStuck: true });
      return;
    }
    state.machine(id)?.signal(signal);
    if (signal === "SIGKILL") while (isRunning(state, id)) await delay(10);
  });
}

function isRunning(state: FakeState, id: string): boolean {
  return state.has(id) && state.status(id).state === "running" && !state.status(id).isStuck;
}

async function each(call: Call, verb: string, work: (state: FakeState, id: string) => Promise<void>): Promise<number> {
  const { args, state } = call;
  const ids = args.has("all") ? state.ids() : args.positionals;
  if (ids.length === 0) throw new Failure("no containers specified and --all not supplied");
  const failures: string[] = [];
  for (const id of ids) {
    try {
      if (!state.has(id))
        throw new Failure(caused(`failed to ${verb} container`, "notFound", `container with ID ${id} not found`));
      await work(state, id);
      call.print(`${id}\n`);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(`internalError: "${error.message}"`);
    }
  }
  if (failures.length > 0) throw new Failure(failures.join("\n"));
  return 0;
}

/** Names with and without `SIG`, and Linux numbers. */
function signalOf(text: string, verb: string): string {
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  const byNumber = Object.entries(constants.signals).find(([, number]) => String(number) === text)?.[0];
  const found = byNumber ?? (name in constants.signals ? name : undefined);
  if (found === undefined)
    throw new Failure(
      `internalError: "${caused(`failed to ${verb} container`, "unknown", `invalid signal: ${text}`)}"`,
    );
  return found;
}
