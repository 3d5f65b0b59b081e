import { Attach } from "./commands/attach.ts";
import { List } from "./commands/list.ts";
import { Logs } from "./commands/logs.ts";
import { Run } from "./commands/run.ts";
import { Status } from "./commands/status.ts";
import { Stop } from "./commands/stop.ts";
import { Version } from "./commands/version.ts";

/** Every command, by the word that calls it. */
export const COMMANDS = {
  attach: Attach,
  list: List,
  logs: Logs,
  ls: List,
  run: Run,
  status: Status,
  stop: Stop,
  version: Version,
};
