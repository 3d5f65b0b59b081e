import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script, constants } from "node:vm";
import type { Code } from "./packed-code.ts";

type Wrapped = (exports: object, require: (id: string) => unknown, module: object, file: string, dir: string) => void;

/**
 * Loads the files of the bundle as `require` does, and from kept code where there is some. Node's own cache keeps what a file's
 * compilation gives, which leaves out nearly every function: those are compiled when they are called, in each start again. This one
 * keeps what there is at a command's end.
 */
export class ChunkLoader {
  readonly #directory: string;
  readonly #kept: ReadonlyMap<string, Code>;
  readonly #modules = new Map<string, { exports: object }>();
  readonly #scripts = new Map<string, { identity: string; script: Script }>();
  #isComplete = true;

  constructor(directory: string, kept: ReadonlyMap<string, Code>) {
    this.#directory = directory;
    this.#kept = kept;
  }

  /** Whether all that was loaded came from kept code. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Returns what a file of the bundle exports; what that is, whoever asks has to know, as with `require`. */
  load(name: string): ReturnType<NodeJS.Require> {
    const loaded = this.#modules.get(name);
    if (loaded !== undefined) return loaded.exports;
    const module = { exports: {} };
    // Before it runs: files may ask for each other.
    this.#modules.set(name, module);
    const file = join(this.#directory, name);
    const wrapped: Wrapped = this.#compile(name, file).runInThisContext();
    const require = (id: string) => (id.startsWith("./") ? this.load(id.slice(2)) : createRequire(file)(id));
    wrapped(module.exports, require, module, file, this.#directory);
    return module.exports;
  }

  /** What is worth keeping now: of each file all functions that were called, and what is still good of files that were not loaded. */
  code(): ReadonlyMap<string, Code> {
    const made = [...this.#scripts].map(
      ([name, { identity, script }]) => [name, { identity, made: script.createCachedData() }] as const,
    );
    const rest = [...this.#kept].filter(([name, { identity }]) => identity === identityOf(join(this.#directory, name)));
    return new Map([...rest, ...made]);
  }

  #compile(name: string, file: string): Script {
    const identity = identityOf(file) ?? "";
    const kept = this.#kept.get(name);
    const cachedData = kept?.identity === identity ? kept.made : undefined;
    // All of it is ASCII, see `bundle.ts`: other text would take longer.
    const source = readFileSync(file, "latin1");
    const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
      filename: file,
      cachedData,
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    if (cachedData === undefined || script.cachedDataRejected === true) this.#isComplete = false;
    this.#scripts.set(name, { identity, script });
    return script;
  }
}

/** Changes with whatever is done to a file: its times can be set to anything, but for this one. Undefined where there is none. */
function identityOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && [stats.ino, stats.size, stats.ctimeMs].join(":");
}
