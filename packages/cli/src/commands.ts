import { Attach } from "./commands/attach.ts";
import { Autocomplete } from "./commands/autocomplete.ts";
import { Clean } from "./commands/clean.ts";
import { Compat } from "./commands/compat.ts";
import { Complete } from "./commands/complete.ts";
import { ConfigSchema } from "./commands/config-schema.ts";
import { ConfigShow } from "./commands/config-show.ts";
import { ConfigValidate } from "./commands/config-validate.ts";
import { Cp } from "./commands/cp.ts";
import { DepsInfo } from "./commands/deps-info.ts";
import { DepsList } from "./commands/deps-list.ts";
import { DepsUpdate } from "./commands/deps-update.ts";
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
import type { LOADERS } from "./loaders.ts";
import type { CommandClass } from "./moat-command.ts";

/** Every command with all that it is made of: what help, completion and the documentation are written from. */
export const COMMANDS: Readonly<Record<keyof typeof LOADERS, CommandClass>> = {
  attach: Attach,
  autocomplete: Autocomplete,
  clean: Clean,
  compat: Compat,
  complete: Complete,
  "config:schema": ConfigSchema,
  "config:show": ConfigShow,
  "config:validate": ConfigValidate,
  cp: Cp,
  "deps:info": DepsInfo,
  "deps:list": DepsList,
  "deps:update": DepsUpdate,
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
