import { existsSync } from "node:fs";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import { runMachine } from "../vm/machine.ts";

/** `start`: detached it prints the id; attached it is the process's stdin, stdout, stderr and exit status. */
export async function start(call: Call): Promise<number> {
  const { args } = call;
  const isAttached = args.has("attach") || args.has("interactive");
  return await startContainer(call, args.positionals[0] ?? "", { isAttached, input: args.has("interactive") });
}

/** Starts a container, and stays with it where somebody is attached. */
export async function startContainer(
  call: Call,
  id: string,
  { isAttached, input }: { readonly isAttached: boolean; readonly input: boolean },
): Promise<number> {
  const { state } = call;
  const configuration = state.configuration(id);
  if (configuration === undefined) throw new Failure(`get failed: container ${id} not found`);
  if (state.status(id).state === "running") {
    if (isAttached) throw new Failure("attach is currently unsupported on already running containers");
    call.print(`${id}\n`);
    return 0;
  }
  const gone = configuration.mounts.find(({ type, source }) => "virtiofs" in type && !existsSync(source));
  const first = configuration.mounts[0]?.source ?? "/nowhere";
  if (gone !== undefined || faultOf(call, "mount-gone") !== undefined)
    throw new Failure(`mount source path '${gone?.source ?? first}' does not exist`);
  const isConsole = configuration.initProcess.terminal && input;
  if (isConsole && !call.isTerminal)
    throw new Failure("failed to start container: POSIX error 25: Inappropriate ioctl for device");
  const code = await runMachine(call, id, configuration, isAttached ? { input, isConsole } : undefined);
  if (!isAttached) call.print(`${id}\n`);
  return code;
}
