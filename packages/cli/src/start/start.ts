import type { main } from "../main.ts";
import type { completeFast } from "../operations/complete-fast.ts";
import type { beginEngine } from "../operations/early-engine.ts";
import { ChunkLoader } from "./chunk-loader.ts";
import { readCode, writeCode } from "./code-file.ts";
import { changesNothing, codePlace } from "./code-place.ts";
import { addPlaceholders } from "./environment-for-parser.ts";

/** Runs a command line, and ends the process with its exit code. */
export async function start(words: readonly string[]): Promise<void> {
  const place = codePlace(process.env, words);
  const loader = new ChunkLoader(import.meta.dirname, readCode(place));
  const code = (await answerFast(loader, words)) ?? (await answer(loader, words));
  // What failed may have ended early: too few functions would be kept.
  if (code === 0 && place !== undefined && !loader.isComplete && !changesNothing(words))
    writeCode(place, () => loader.code());
  // Explicit: an open standard input must not keep moat alive after its command has ended.
  process.exit(code);
}

async function answer(loader: ChunkLoader, words: readonly string[]): Promise<number> {
  const [command, ...more] = words;
  if (command === "run") {
    // The engine works while most of moat is loaded.
    const early: { readonly beginEngine: typeof beginEngine } = loader.load("early-engine.cjs");
    await early.beginEngine(more);
  }
  // Before the parser library is loaded, which asks at once.
  addPlaceholders(process.env);
  const bundle: { readonly main: typeof main } = loader.load("main.cjs");
  return await bundle.main(words);
}

/** While somebody types: even the parser would take longer than the answer. Undefined where it is not as simple as that. */
async function answerFast(loader: ChunkLoader, words: readonly string[]): Promise<0 | undefined> {
  const [command, ...more] = words;
  if (command !== "complete") return undefined;
  const bundle: { readonly completeFast: typeof completeFast } = loader.load("complete-fast.cjs");
  return (await bundle.completeFast(more)) ? 0 : undefined;
}
