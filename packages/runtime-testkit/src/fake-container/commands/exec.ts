import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { startGuest } from "../vm/guest-process.ts";
import { attend } from "../vm/machine.ts";
import { passedOn } from "./create.ts";

/** `exec`: another process in a running container. */
export async function exec(call: Call): Promise<number> {
  const { args, state, caller } = call;
  const [id = "", executable = "", ...words] = args.positionals;
  const configuration = state.configuration(id);
  if (configuration === undefined) throw new Failure(`get failed: container ${id} not found`);
  const machine = state.machine(id);
  if (state.status(id).state !== "running" || machine === undefined)
    throw new Failure(`container ${id} is not running`);
  const input = args.has("interactive");
  const isConsole = args.has("tty") && input;
  if (isConsole && !call.isTerminal)
    throw new Failure("failed to exec process: POSIX error 25: Inappropriate ioctl for device");
  const { initProcess } = configuration;
  const guest = await startGuest({
    configuration: { ...configuration, useInit: true },
    definition: {
      ...initProcess,
      executable,
      arguments: words,
      // Appended as they are: with a doubled name most programs see the first.
      environment: [...initProcess.environment, ...passedOn(args.all("env"), call.env)],
      workingDirectory: args.last("workdir") ?? initProcess.workingDirectory,
      terminal: args.has("tty"),
    },
    input,
    size: isConsole ? caller.size : undefined,
    scratch: state.containerPath(id, "scratch"),
  });
  machine.add(guest);
  const streams = args.has("detach") ? undefined : { input, isConsole };
  const attended = attend(call, guest, streams, undefined);
  if (streams === undefined) {
    call.print(`${id}\n`);
    return 0;
  }
  const code = await guest.exit;
  // A simplification: what it has begun ends with it, and does not hold the streams open.
  guest.destroy();
  await attended;
  return code;
}
