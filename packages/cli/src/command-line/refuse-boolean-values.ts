import { MoatError } from "@moat/core";

/** What is known of a flag, as oclif describes it. */
export type FlagTable = Readonly<
  Record<string, { readonly type: "boolean" | "option"; readonly char?: string | undefined }>
>;

/**
 * Refuses `--flag=value` for flags that take none. The parser would read `--no-sandbox=false` as "the sandbox is off",
 * and take `false` for an argument. Throws `USAGE`. Pure.
 */
export function refuseBooleanValues(own: readonly string[], flags: FlagTable): void {
  for (const word of own) {
    const [, long, cluster] = /^(?:--([^=]+)|-([A-Za-z]+))=/.exec(word) ?? [];
    const name = long ?? lastOfCluster(cluster ?? "", flags);
    if (name === undefined || flags[name]?.type !== "boolean") continue;
    throw new MoatError("USAGE", `The flag --${name} takes no value, but "${word}" gives it one.`, {
      hint: `Write --${name} to turn it on, and leave it out otherwise.`,
      details: { flag: name, word },
    });
  }
}

/** In `-vd=1` it is `d` that has the value; in `-eA=1` it is `e`, and all that follows is its value. */
function lastOfCluster(cluster: string, flags: FlagTable): string | undefined {
  let last: string | undefined;
  for (const char of cluster) {
    last = Object.keys(flags).find((name) => flags[name]?.char === char);
    if (last === undefined || flags[last]?.type === "option") return undefined;
  }
  return last;
}
