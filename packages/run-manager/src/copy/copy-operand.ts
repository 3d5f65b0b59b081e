import { posix } from "node:path";
import { MoatError } from "@moat/core";

/** One word of `moat cp`: a path of this machine, or a path in a run. */
export type CopyOperand =
  | { readonly kind: "host"; readonly path: string }
  | { readonly kind: "run"; readonly run: string; readonly path: string };

/** Where relative paths in a run begin. */
const WORKSPACE = "/workspace";

/**
 * Reads a word: with a colon before any slash it is `RUN:PATH`, whose path is absolute or relative to the workspace. A
 * file of this machine with a colon in its name is written `./a:b`. Pure.
 *
 * @throws `USAGE`.
 */
export function parseCopyOperand(word: string): CopyOperand {
  const colon = word.indexOf(":");
  if (word === "" || word.includes("\0")) throw usage("A path to copy cannot be empty.");
  if (colon === -1 || word.slice(0, colon).includes("/")) return { kind: "host", path: word };
  const run = word.slice(0, colon);
  const path = word.slice(colon + 1);
  if (run === "" || path === "") throw usage(`"${word}" names no ${run === "" ? "run" : "path"}.`);
  const resolved = posix.resolve(WORKSPACE, path);
  // A slash at the end says that it is a directory.
  return { kind: "run", run, path: path.endsWith("/") && resolved !== "/" ? `${resolved}/` : resolved };
}

/** What a copy does: from the host into a run, or from a run to the host; never both. */
export type CopyPlan =
  | { readonly kind: "in"; readonly run: string; readonly sources: readonly string[]; readonly destination: string }
  | { readonly kind: "out"; readonly run: string; readonly sources: readonly string[]; readonly destination: string };

/**
 * Reads all words of `moat cp`. Pure.
 *
 * @throws `USAGE`.
 */
export function planCopy(words: readonly string[]): CopyPlan {
  const operands = words.map(parseCopyOperand);
  const destination = operands.at(-1);
  const sources = operands.slice(0, -1);
  const [first] = sources;
  if (destination === undefined || first === undefined) throw usage("A copy needs a source and a destination.");
  const paths = sources.map(({ path }) => path);
  if (destination.kind === "run") {
    if (sources.some(({ kind }) => kind === "run")) throw usage("A copy between runs is not possible.");
    return { kind: "in", run: destination.run, sources: paths, destination: destination.path };
  }
  if (first.kind === "host") throw usage("Neither the source nor the destination is in a run.");
  if (sources.some((source) => source.kind === "host" || source.run !== first.run))
    throw usage("All sources have to be in one run.");
  if (paths.includes("/")) throw usage("The whole file system of a run cannot be copied.");
  return { kind: "out", run: first.run, sources: paths, destination: destination.path };
}

function usage(message: string): MoatError {
  return new MoatError("USAGE", message, {
    hint: "Write RUN:PATH on one side, as in: moat cp RUN:PATH . (a file of this machine with a colon: ./a:b)",
  });
}
