import type { Origin, Setting, Settings } from "@moat/config";
import { planImage } from "@moat/run-manager";
import { commandText } from "./plain-text.ts";
import { table } from "./table.ts";

/** One line of what is set. */
interface Row {
  /** As in agent.yaml, for instance `container.memory`. */
  readonly key: string;
  /** Null where moat decides when a run is planned. */
  readonly value: unknown;
  readonly text: string;
  readonly origin: Origin;
  /** Where the origin says it, for instance `agent.yaml:3`; empty where that is no file. */
  readonly place: string;
}

/** What is set, as a table: key, value and, when asked for, origin. */
export function settingsText(settings: Settings, { origin }: { readonly origin: boolean }): string {
  const rows = rowsOf(settings);
  return table(rows.map((row) => [row.key, row.text, ...(origin ? [row.place || row.origin] : [])]));
}

/** What is set, by key; with origins, each value has its `origin` and, where that is a file, its `place`. */
export function settingsJson(
  settings: Settings,
  { origin }: { readonly origin: boolean },
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    rowsOf(settings).map((row) => [
      row.key,
      origin ? { value: row.value, origin: row.origin, place: row.place === "" ? null : row.place } : row.value,
    ]),
  );
}

function rowsOf(settings: Settings): readonly Row[] {
  const row = <T>(key: string, { value, origin }: Setting<T>, show: (value: T) => string, path = key): Row => {
    const place = settings.placeOf(path, origin);
    return {
      key,
      value: value === "" || value === 0 ? null : value,
      text: show(value),
      origin,
      place: place === undefined ? "" : `${place.file}:${place.line}`,
    };
  };
  const image = planImage(settings.baseImage);
  return [
    row("name", settings.name, (value) => value || "(made up for each run)"),
    row("agent", settings.agent, (value) => value || "(none)"),
    row("version", settings.version, (value) => value || "(none)"),
    { ...row("command", settings.command, (value) => commandText(value) || "(a shell)"), ...noCommand(settings) },
    ...Object.entries(settings.env).map(([name, variable]) => ({
      ...row(`env.${name}`, variable, (value) => value),
      value: variable.value,
    })),
    ...mountRows(settings, row),
    ...Object.entries(settings.ports.value).map(([name, value]) =>
      row(`ports.${name}`, { value, origin: settings.ports.origin }, String),
    ),
    row("interactive", settings.interactive, String),
    row("runtime", settings.runtime, (value) => value || "(moat chooses)"),
    row("base_image", image, (value) => value),
    row("dependencies", settings.dependencies, (value) => value.join(" ") || "(none)"),
    row("hooks.post_build_root", settings.hooks.postBuildRoot, (value) => value || "(none)"),
    row("hooks.post_build", settings.hooks.postBuild, (value) => value || "(none)"),
    row("hooks.pre_run", settings.hooks.preRun, (value) => value || "(none)"),
    row("container.memory", settings.memoryMb, (value) => (value === 0 ? "(no limit)" : `${value} MB`)),
    row("container.cpus", settings.cpus, (value) => (value === 0 ? "(no limit)" : String(value))),
    row("container.dns", settings.dns, (value) => value.join(" ") || "(the engine's)"),
    ...settings.ulimits.map(({ value: { name, soft, hard }, origin }) =>
      row(`container.ulimits.${name}`, { value: { soft, hard }, origin }, () => `${soft}:${hard}`),
    ),
    row("container.log_size", settings.logSizeMb, (value) => `${value} MB`),
    row("container.ca_certificates", settings.caCertificates, String),
    row("sandbox", settings.sandbox, (value) => (value === "none" ? "none: reduced isolation" : "gVisor, required")),
  ];
}

function noCommand({ command }: Settings): { readonly value?: null } {
  return command.value.length === 0 ? { value: null } : {};
}

/** Mounts are counted as the run has them, and looked up as their own file has them. */
function mountRows(
  { mounts }: Settings,
  row: <T>(key: string, setting: Setting<T>, show: (value: T) => string, path: string) => Row,
): readonly Row[] {
  return mounts.map((mount, index) => {
    const inFile = mounts.slice(0, index).filter(({ origin }) => origin === mount.origin).length;
    return row(
      `mounts[${index}]`,
      mount,
      ({ source, target, readOnly }) => `${source} -> ${target} (${readOnly ? "ro" : "rw"})`,
      `mounts[${inFile}]`,
    );
  });
}
