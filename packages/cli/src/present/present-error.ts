import { nearestWord } from "@moat/config";
import { type ErrorCode, type ErrorKind, MoatError } from "@moat/core";
import { plainLines } from "./plain-text.ts";

/** An error as `--json` prints it. */
export interface ErrorJson {
  readonly error: {
    readonly code: ErrorCode;
    readonly kind: ErrorKind;
    readonly message: string;
    readonly hint: string;
    readonly details: Readonly<Record<string, unknown>>;
  };
}

/**
 * Turns whatever was thrown into a `MoatError`: the parser's complaints are wrong usage, the rest is a bug of moat's. `flags` are the names
 * of the command's own.
 */
export function toMoatError(thrown: unknown, commandId: string, flags: readonly string[] = []): MoatError {
  if (thrown instanceof MoatError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const lines = message.split("\n").flatMap((line) => line.trim() || []);
  if (isParserError(thrown)) {
    const help = commandId === "" ? "moat --help" : `moat ${commandId} --help`;
    return new MoatError("USAGE", `${withoutFullStop(usageSentence(lines))}.`, {
      hint: `${meantFlag(thrown, flags)}See ${help}`,
      cause: thrown,
    });
  }
  return new MoatError("INTERNAL", `moat failed unexpectedly: ${withoutFullStop(lines[0] ?? "")}.`, {
    hint: "This is a bug in moat; run the command again with --verbose and report what it prints.",
    cause: thrown,
  });
}

function isParserError(thrown: unknown): boolean {
  return thrown instanceof Error && "oclif" in thrown;
}

/** The flag that was meant by the first that does not exist. */
function meantFlag(thrown: unknown, flags: readonly string[]): string {
  if (!(thrown instanceof Error) || !("flags" in thrown) || !Array.isArray(thrown.flags)) return "";
  const meant = nearestWord(String(thrown.flags[0] ?? "").replace(/^--/, ""), flags);
  return meant === undefined ? "" : `Did you mean --${meant}? `;
}

/** The parser's sentence can go on below its first line: after a colon with a list, or after the flag that it is about. */
function usageSentence(lines: readonly string[]): string {
  const [first = "", second = ""] = lines;
  const goesOn = first.endsWith(":") || /^Parsing --\S+$/.test(first);
  return goesOn ? `${first} ${second}` : first;
}

function withoutFullStop(sentence: string): string {
  return sentence.replace(/\.+$/, "");
}

/** Writes an error for people: one sentence, and the hint below it. */
export function errorText(error: MoatError): string {
  const lines = [`moat: ${plainLines(error.message)}`];
  if (error.hint !== "")
    lines.push(
      ...plainLines(error.hint)
        .split("\n")
        .map((line) => (line === "" ? "" : `  ${line}`)),
    );
  return `${lines.join("\n")}\n`;
}

/** Writes an error for programs. */
export function errorJson(error: MoatError): ErrorJson {
  const { code, kind, message, hint, details } = error;
  return { error: { code, kind, message, hint, details } };
}
