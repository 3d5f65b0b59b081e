import { List } from "./commands/list.ts";
import { Logs } from "./commands/logs.ts";
import { Run } from "./commands/run.ts";
import { Status } from "./commands/status.ts";
import { Stop } from "./commands/stop.ts";
import { Version } from "./commands/version.ts";

/** Every command, by the word that calls it; a command's `aliases` call it, too. */
export const COMMANDS = { list: List, logs: Logs, run: Run, status: Status, stop: Stop, version: Version };

/** Every word that calls a command. */
export const COMMAND_WORDS: readonly string[] = Object.entries(COMMANDS).flatMap(([name, command]) => [
  name,
  ...command.aliases,
]);
