import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { attachTo, launchHelper } from "../vm/helper-client.ts";

/** `exec`: another process in a running container. */
export async function exec(call: Call): Promise<number> {
  const { args, state } = call;
  const [id = "", executable = "", ...words] = args.positionals;
  const configuration = state.configuration(id);
  if (configuration === undefined) throw new Failure(`get failed: container ${id} not found`);
  if (state.status(id).state !== "running") throw new Failure(`container ${id} is not running`);
  const isConsole = args.has("tty") && args.has("interactive");
  if (isConsole && !(await import("node:tty")).isatty(0))
    throw new Failure("failed to exec process: POSIX error 25: Inappropriate ioctl for device");
  const given = args.all("env").flatMap((entry) => {
    if (entry.includes("=")) return [entry];
    const value = process.env[entry];
    return value === undefined ? [] : [`${entry}=${value}`];
  });
  const { initProcess } = configuration;
  const definition = {
    ...initProcess,
    executable,
    arguments: words,
    // Appended as they are: with a doubled name most programs see the first.
    environment: [...initProcess.environment, ...given],
    workingDirectory: args.last("workdir") ?? initProcess.workingDirectory,
    terminal: args.has("tty"),
  };
  const isDetached = args.has("detach");
  const streams = isDetached ? undefined : { input: args.has("interactive"), isConsole };
  const helper = await launchHelper(call, id, { kind: "exec", definition }, streams);
  if (streams !== undefined) return await attachTo(helper, { ...streams, forcesExit: true });
  helper.leave();
  process.stdout.write(`${id}\n`);
  return 0;
}
