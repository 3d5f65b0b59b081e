import type { CommandClass } from "./moat-command.ts";

/** Loads a command. */
export type LoadCommand = () => Promise<CommandClass>;

/**
 * Every command, by the words that call it; a colon stands for the blank between two words. Each is loaded when it is
 * called, and nothing else then.
 */
export const LOADERS: Readonly<Record<string, LoadCommand>> = {
  attach: async () => (await import("./commands/attach.ts")).Attach,
  autocomplete: async () => (await import("./commands/autocomplete.ts")).Autocomplete,
  clean: async () => (await import("./commands/clean.ts")).Clean,
  compat: async () => (await import("./commands/compat.ts")).Compat,
  complete: async () => (await import("./commands/complete.ts")).Complete,
  "config:schema": async () => (await import("./commands/config-schema.ts")).ConfigSchema,
  "config:show": async () => (await import("./commands/config-show.ts")).ConfigShow,
  "config:validate": async () => (await import("./commands/config-validate.ts")).ConfigValidate,
  cp: async () => (await import("./commands/cp.ts")).Cp,
  "deps:info": async () => (await import("./commands/deps-info.ts")).DepsInfo,
  "deps:list": async () => (await import("./commands/deps-list.ts")).DepsList,
  "deps:update": async () => (await import("./commands/deps-update.ts")).DepsUpdate,
  destroy: async () => (await import("./commands/remove.ts")).Remove,
  doctor: async () => (await import("./commands/doctor.ts")).Doctor,
  exec: async () => (await import("./commands/exec.ts")).Exec,
  init: async () => (await import("./commands/init.ts")).Init,
  inspect: async () => (await import("./commands/inspect.ts")).Inspect,
  kill: async () => (await import("./commands/kill.ts")).Kill,
  list: async () => (await import("./commands/list.ts")).List,
  logs: async () => (await import("./commands/logs.ts")).Logs,
  ls: async () => (await import("./commands/list.ts")).List,
  remove: async () => (await import("./commands/remove.ts")).Remove,
  rename: async () => (await import("./commands/rename.ts")).Rename,
  rm: async () => (await import("./commands/remove.ts")).Remove,
  run: async () => (await import("./commands/run.ts")).Run,
  setup: async () => (await import("./commands/setup.ts")).Setup,
  status: async () => (await import("./commands/status.ts")).Status,
  stop: async () => (await import("./commands/stop.ts")).Stop,
  version: async () => (await import("./commands/version.ts")).Version,
  wait: async () => (await import("./commands/wait.ts")).Wait,
};
