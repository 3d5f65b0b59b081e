import { existsSync } from "node:fs";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import { attachTo, launchHelper } from "../vm/helper-client.ts";

/** `start`: detached it prints the id; attached it is the process's stdin, stdout, stderr and exit status. */
export async function start(call: Call): Promise<number> {
  const { args, state } = call;
  const id = args.positionals[0] ?? "";
  const isAttached = args.has("attach") || args.has("interactive");
  const configuration = state.configuration(id);
  if (configuration === undefined) throw new Failure(`get failed: container ${id} not found`);
  const status = state.status(id);
  if (status.state === "running") {
    if (isAttached) throw new Failure("attach is currently unsupported on already running containers");
    process.stdout.write(`${id}\n`);
    return 0;
  }
  const gone = configuration.mounts.find(({ type, source }) => "virtiofs" in type && !existsSync(source));
  const first = configuration.mounts[0]?.source ?? "/nowhere";
  if (gone !== undefined || faultOf(call, "mount-gone") !== undefined)
    throw new Failure(`mount source path '${gone?.source ?? first}' does not exist`);
  const isConsole = configuration.initProcess.terminal && args.has("interactive");
  if (isConsole && !(await import("node:tty")).isatty(0))
    throw new Failure("failed to start container: POSIX error 25: Inappropriate ioctl for device");
  const streams = isAttached ? { input: args.has("interactive"), isConsole } : undefined;
  const helper = await launchHelper(call, id, { kind: "init" }, streams);
  if (streams === undefined) {
    helper.leave();
    process.stdout.write(`${id}\n`);
    return 0;
  }
  return await attachTo(helper, { ...streams, forcesExit: call.command === "run" });
}
