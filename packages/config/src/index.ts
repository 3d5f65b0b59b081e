export type { Config, ConfigPosition } from "./config.ts";
export { type ConfigSource, emptyConfig, parseConfig } from "./parse-config.ts";
export { ConfigError } from "./problems/config-error.ts";
export type { ConfigIssue } from "./problems/config-issue.ts";
export { formatIssue } from "./problems/format-issue.ts";
export type { MountEntry } from "./inputs/mount-entry.ts";
export { parseMount } from "./inputs/parse-mount.ts";
export { type EnvEntry, parseEnvEntry } from "./inputs/parse-env-entry.ts";
export { validateRunName } from "./inputs/validate-run-name.ts";
