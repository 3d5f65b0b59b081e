import { readdir } from "node:fs/promises";
import type { Box, MoatOptions } from "./box.ts";

/** How `moat run` refuses something, told to people and to programs. */
export interface Refusal {
  /** What a person reads. */
  readonly text: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Has `moat run` refuse something, twice: with text, and in the background with JSON. Fails unless both end with 125,
 * say one sentence and a hint in the right places, and create neither a run nor anything in the engine.
 */
export async function refusal(box: Box, args: readonly string[], options: MoatOptions = {}): Promise<Refusal> {
  const plain = await box.moat(["run", ...args], options);
  const text = plain.stderr;
  const [first = "", second = ""] = text.split("\n").filter((line) => !line.startsWith("moat: warning: "));
  if (plain.code !== 125 || plain.stdout.length > 0 || !first.startsWith("moat: ") || !second.startsWith("  "))
    throw new Error(`not refused well: ${plain.code} ${plain.stdout.toString()}${text}`);

  const { code, stdout } = await box.moat(["run", "--detach", "--json", ...args], options);
  if (code !== 125) throw new Error(`with --json ended with ${code}: ${stdout.toString()}`);
  const answer: unknown = JSON.parse(stdout.toString());
  if (!isErrorJson(answer)) throw new Error(`not the JSON of an error: ${stdout.toString()}`);
  const { error } = answer;
  if (!["code", "kind", "message", "hint", "details"].every((key) => key in error))
    throw new Error(`a key is missing: ${stdout.toString()}`);

  const left = [...(await box.leftovers()), ...(await readdir(`${box.moatHome}/runs`).catch(() => []))];
  if (left.length > 0) throw new Error(`a refused run left ${left.join(", ")}`);
  return { ...error, text };
}

function isErrorJson(value: unknown): value is { error: { code: string; message: string; hint: string } } {
  return typeof value === "object" && value !== null && "error" in value && typeof value.error === "object";
}
