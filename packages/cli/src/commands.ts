import { Attach } from "./commands/attach.ts";
import { Autocomplete } from "./commands/autocomplete.ts";
import { Clean } from "./commands/clean.ts";
import { Compat } from "./commands/compat.ts";
import { Complete } from "./commands/complete.ts";
import { ConfigSchema } from "./commands/config-schema.ts";
import { ConfigShow } from "./commands/config-show.ts";
import { ConfigValidate } from "./commands/config-validate.ts";
import { Cp } from "./commands/cp.ts";
import { Doctor } from "./commands/doctor.ts";
import { Exec } from "./commands/exec.ts";
import { Init } from "./commands/init.ts";
import { Inspect } from "./commands/inspect.ts";
import { Kill } from "./commands/kill.ts";
import { List } from "./commands/list.ts";
import { Logs } from "./commands/logs.ts";
import { Remove } from "./commands/remove.ts";
import { Rename } from "./commands/rename.ts";
import { Run } from "./commands/run.ts";
import { Setup } from "./commands/setup.ts";
import { Status } from "./commands/status.ts";
import { Stop } from "./commands/stop.ts";
import { Version } from "./commands/version.ts";
import { Wait } from "./commands/wait.ts";

/** Every command, by the words that call it; a colon stands for the blank between two words. */
export const COMMANDS = {
  attach: Attach,
  autocomplete: Autocomplete,
  clean: Clean,
  compat: Compat,
  complete: Complete,
  "config:schema": ConfigSchema,
  "config:show": ConfigShow,
  "config:validate": ConfigValidate,
  cp: Cp,
  destroy: Remove,
  doctor: Doctor,
  exec: Exec,
  init: Init,
  inspect: Inspect,
  kill: Kill,
  list: List,
  logs: Logs,
  ls: List,
  remove: Remove,
  rename: Rename,
  rm: Remove,
  run: Run,
  setup: Setup,
  status: Status,
  stop: Stop,
  version: Version,
  wait: Wait,
};
