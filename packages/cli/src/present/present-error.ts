import { type ErrorCode, type ErrorKind, MoatError } from "@moat/core";

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

/** Turns whatever was thrown into a `MoatError`: the parser's complaints are wrong usage, the rest is a bug of moat's. */
export function toMoatError(thrown: unknown, commandId: string): MoatError {
  if (thrown instanceof MoatError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [firstLine = ""] = message.split("\n").filter((line) => line.trim() !== "");
  if (isParserError(thrown)) {
    const help = commandId === "" ? "moat --help" : `moat ${commandId} --help`;
    return new MoatError("USAGE", `${usageSentence(message, firstLine)}.`, { hint: `See ${help}`, cause: thrown });
  }
  return new MoatError("INTERNAL", `moat failed unexpectedly: ${firstLine}.`, {
    hint: "This is a bug in moat; run the command again with --verbose and report what it prints.",
    cause: thrown,
  });
}

function isParserError(thrown: unknown): boolean {
  return thrown instanceof Error && "oclif" in thrown;
}

/** The parser's first line can end in a colon that a list follows. */
function usageSentence(message: string, firstLine: string): string {
  const sentence = firstLine.endsWith(":") ? message.split("\n").slice(0, 3).join(" ").trim() : firstLine;
  return sentence.replace(/\.$/, "");
}

/** Writes an error for people: one sentence, and the hint below it. */
export function errorText(error: MoatError): string {
  const lines = [`moat: ${error.message}`];
  if (error.hint !== "") lines.push(...error.hint.split("\n").map((line) => (line === "" ? "" : `  ${line}`)));
  return `${lines.join("\n")}\n`;
}

/** Writes an error for programs. */
export function errorJson(error: MoatError): ErrorJson {
  const { code, kind, message, hint, details } = error;
  return { error: { code, kind, message, hint, details } };
}
