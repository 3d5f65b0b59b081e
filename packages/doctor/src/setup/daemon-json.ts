import { MoatError } from "@moat/core";
import { type JSONPath, type Node, applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";

/** One entry of Docker's table of runtimes, as daemon.json has it. */
export type RuntimeEntry = Readonly<Record<string, unknown>>;

const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Adds a runtime to the text of a daemon.json; everything else stays as it is, byte for byte. The same text comes back
 * when the entry is there already. Throws `DAEMON_CONFIG_INVALID` when the text is not what Docker reads, and
 * `SETUP_CONFLICT` when another entry has the name. Pure.
 */
export function withRuntime(text: string, name: string, entry: RuntimeEntry, path: string): string {
  const existing = runtimeEntry(text, name, path);
  if (existing === undefined) return edit(text, ["runtimes", name], entry);
  if (isSame(existing, entry)) return text;
  throw new MoatError("SETUP_CONFLICT", `${path} has another runtime "${name}": ${JSON.stringify(existing)}.`, {
    hint: `moat does not write over it. Take the entry "${name}" out of ${path}, or mend what it says, then: moat setup`,
    details: { path, name, entry: existing },
  });
}

/** Takes a runtime out of the text of a daemon.json, and the table with it when it was the only one. Pure. */
export function withoutRuntime(text: string, name: string): string {
  if (body(text).trim() === "") return text;
  const rest = edit(text, ["runtimes", name], undefined);
  const left: unknown = JSON.parse(body(rest));
  const isEmpty = isObject(left) && isObject(left["runtimes"]) && Object.keys(left["runtimes"]).length === 0;
  return isEmpty ? edit(rest, ["runtimes"], undefined) : rest;
}

/** The text with a table of runtimes, be it an empty one: an engine that reads it again forgets what is not in it. Pure. */
export function withTable(text: string): string {
  const value: unknown = body(text).trim() === "" ? undefined : JSON.parse(body(text));
  return isObject(value) && value["runtimes"] !== undefined ? text : edit(text, ["runtimes"], {});
}

/** Reads one runtime's entry; undefined when there is none. Throws `DAEMON_CONFIG_INVALID`. Pure. */
export function runtimeEntry(text: string, name: string, path: string): unknown {
  const invalid = (problem: string, cause?: unknown) =>
    new MoatError("DAEMON_CONFIG_INVALID", `${path} ${problem}.`, {
      hint: `Mend ${path}, which Docker could not read either; nothing was changed. Check it: dockerd --validate --config-file ${path}`,
      details: { path },
      cause,
    });
  if (body(text).trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(body(text));
  } catch (cause) {
    throw invalid(`is not JSON: ${cause instanceof Error ? cause.message.replaceAll(/\s+/g, " ") : ""}`, cause);
  }
  if (!isObject(value)) throw invalid("does not hold an object");
  const tree = parseTree(body(text));
  if (tree !== undefined && timesNamed(tree, "runtimes") > 1) throw invalid('has "runtimes" more than once');
  const runtimes = value["runtimes"];
  if (runtimes === undefined) return undefined;
  if (!isObject(runtimes)) throw invalid('has "runtimes" that are not an object');
  const table = tree === undefined ? undefined : findNodeAtLocation(tree, ["runtimes"]);
  if (table !== undefined && timesNamed(table, name) > 1) throw invalid(`has the runtime "${name}" more than once`);
  return runtimes[name];
}

/** Whether two entries say the same. Pure. */
export function isSame(left: unknown, right: unknown): boolean {
  if (!isObject(left) || !isObject(right)) return JSON.stringify(left) === JSON.stringify(right);
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => isSame(left[key], right[key]));
}

function edit(text: string, at: JSONPath, value: unknown): string {
  const content = body(text);
  const pretty = applyEdits(content, modify(content, at, value, { formattingOptions: formattingOf(content) }));
  // The library formats all of the lines that it touches: that is for lines of our own only.
  const written = isInsertion(content, pretty) ? pretty : applyEdits(content, modify(content, at, value, {}));
  const isNew = content.trim() === "";
  return `${text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ""}${isNew ? `${written.trim()}\n` : written}`;
}

function formattingOf(text: string) {
  const indent = /^([ \t]+)\S/m.exec(text)?.[1] ?? "  ";
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.startsWith("\t") ? 1 : indent.length, eol };
}

/** Whether one text is the other with something put in at one place. */
function isInsertion(before: string, after: string): boolean {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  return after.endsWith(before.slice(start));
}

/** Docker reads past a mark at the beginning. */
function body(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}

function timesNamed(object: Node, name: string): number {
  return (object.children ?? []).filter(({ children }) => children?.[0]?.value === name).length;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
