import type { TerminalSize } from "@moat/core";

/** The label in which moat keeps of a container what Apple's program does not. */
const FACTS_LABEL = "dev.moat.apple";

/** What is kept in {@link FACTS_LABEL}. */
export interface ContainerFacts {
  /** The name as it was asked for: an id of Apple's has fewer characters. */
  readonly name: string;
  /** The image as it was named. */
  readonly image: string;
  /** RFC 3339 with milliseconds: Apple's own has seconds. */
  readonly createdAt: string;
  readonly stdin: boolean;
  readonly terminalSize: TerminalSize;
  readonly logBytes: number;
}

/** The program splits a label at every `=`, so values that have one are written in other letters. */
const ENCODED = "moat-base64url.";

/** Writes labels as arguments. Pure. */
export function labelArguments(labels: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => {
    const isPlain = !value.includes("=") && !value.startsWith(ENCODED);
    return `--label=${key}=${isPlain ? value : ENCODED + Buffer.from(value).toString("base64url")}`;
  });
}

/** Reads labels back, without moat's own. Pure. */
export function readLabels(raw: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const entries = Object.entries(raw).filter(([key]) => key !== FACTS_LABEL);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      value.startsWith(ENCODED) ? Buffer.from(value.slice(ENCODED.length), "base64url").toString() : value,
    ]),
  );
}

/** Writes moat's own label. Pure. */
export function factsLabel(facts: ContainerFacts): Readonly<Record<string, string>> {
  return { [FACTS_LABEL]: Buffer.from(JSON.stringify(facts)).toString("base64url") };
}

/** Reads moat's own label; undefined where there is none, or one that makes no sense. Pure. */
export function readFacts(raw: Readonly<Record<string, string>>): ContainerFacts | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(raw[FACTS_LABEL] ?? "", "base64url").toString());
    return isFacts(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isFacts(value: unknown): value is ContainerFacts {
  if (typeof value !== "object" || value === null) return false;
  const types = {
    name: "string",
    image: "string",
    createdAt: "string",
    stdin: "boolean",
    terminalSize: "object",
    logBytes: "number",
  };
  return Object.entries(types).every(([key, type]) => typeof Reflect.get(value, key) === type);
}

/** Tells whether something carries all of these labels. Pure. */
export function carries(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
