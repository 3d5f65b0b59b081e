import { readFile } from "node:fs/promises";
import { asRoot } from "./as-root.ts";
import { docker, engineVariable } from "./engine.ts";
import { until } from "./until.ts";

/** What a test changes of the engine's own settings. */
export interface DaemonChange {
  /** The whole table of runtimes beside runc. */
  readonly runtimes: Readonly<Record<string, object>>;
  /** The engine's default; `runc` where none is given. */
  readonly defaultRuntime?: string;
}

/** Gives the engine other runtimes, as an administrator does (daemon.json and a reload); disposing gives the old ones back. */
export async function reconfigured(change: DaemonChange): Promise<AsyncDisposable> {
  const file = `${engineVariable("MOAT_TEST_ENGINE_DIR")}/daemon.json`;
  const before: Readonly<Record<string, unknown>> = JSON.parse(await readFile(file, "utf8"));
  const { runtimes, defaultRuntime = "runc" } = change;
  await reload(file, { ...before, runtimes, "default-runtime": defaultRuntime });
  return {
    async [Symbol.asyncDispose]() {
      await reload(file, { "default-runtime": "runc", ...before });
    },
  };
}

async function reload(file: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await asRoot(
    "sh",
    "-c",
    'printf %s "$1" > "$2" && kill -HUP "$(cat "$3/dockerd.pid")"',
    "sh",
    JSON.stringify(settings),
    file,
    engineVariable("MOAT_TEST_ENGINE_DIR"),
  );
  const names = Object.keys(settings["runtimes"] ?? {});
  await until("the engine has taken its new settings over", async () => {
    const [line = ""] = await docker(["info", "--format", "{{.DefaultRuntime}} {{json .Runtimes}}"]);
    const [name = ""] = line.split(" ");
    const table: object = JSON.parse(line.slice(name.length));
    const listed = Object.keys(table).filter((known) => !/^(runc|io\.)/.test(known));
    const wanted = names.filter((known) => !known.startsWith("io."));
    return name === settings["default-runtime"] && listed.toSorted().join() === wanted.toSorted().join();
  });
}
