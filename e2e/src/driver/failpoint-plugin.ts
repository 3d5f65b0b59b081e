import { fileURLToPath } from "node:url";
import type { Plugin } from "rolldown";

/** What the CLI takes from which package, and which function of `failpoints.ts` wraps it. */
const WRAPPED: Readonly<Record<string, readonly [name: string, wrapper: string]>> = {
  "@moat/run-manager": ["openRunStore", "wrapStore"],
  "@moat/runtimes": ["createRuntime", "wrapRuntime"],
};
const FAILPOINTS = fileURLToPath(new URL("failpoints.ts", import.meta.url));
const MARK = "\0failpoints:";

/** Puts the failpoints into a build. */
export const plugin: Plugin = {
  name: "failpoints",
  async resolveId(source, importer, options) {
    if (!Object.hasOwn(WRAPPED, source) || importer === undefined) return undefined;
    const real = await this.resolve(source, importer, { ...options, skipSelf: true });
    return real === null ? undefined : `${MARK}${source}?${real.id}`;
  },
  load(id) {
    if (!id.startsWith(MARK)) return undefined;
    const [source = "", real = ""] = id.slice(MARK.length).split("?");
    const [name, wrapper] = WRAPPED[source] ?? ["", ""];
    return [
      `export * from ${JSON.stringify(real)};`,
      `import { ${name} as real } from ${JSON.stringify(real)};`,
      `import { ${wrapper} as wrap } from ${JSON.stringify(FAILPOINTS)};`,
      `export const ${name} = (...args) => wrap(real(...args));`,
    ].join("\n");
  },
};
