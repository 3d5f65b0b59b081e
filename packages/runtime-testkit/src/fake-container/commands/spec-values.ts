import { statSync } from "node:fs";
import { Failure } from "../failure.ts";
import type { FakeMount, FakePort } from "../state/container-files.ts";

const UNITS = "KMGTP";

/** Reads `4096M` and the like, in binary multiples. */
export function memoryOf(text: string): number {
  const [, digits = "", unit = ""] = /^(\d+)([KMGTP]?)(?:B|iB)?$/i.exec(text) ?? [];
  if (digits === "") throw new Failure(`invalid memory value: ${text}`);
  const bytes = Number(digits) * 1024 ** (UNITS.indexOf(unit.toUpperCase()) + 1 || 0);
  return Math.floor(bytes / 1024 ** 2) * 1024 ** 2;
}

/** Reads a `-v`: split on `:`, so that no path can have one. */
export function volumeMount(text: string): FakeMount {
  const parts = text.replace(/^:+/, "").split(":");
  const [source = "", destination = "", options = ""] = parts;
  if (parts.length < 2 || parts.length > 3) throw new Failure(`invalid volume format ${text}`);
  if (!source.includes("/")) {
    if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(source))
      throw new Failure(`invalid volume name '${source}': must match ^[A-Za-z0-9]`);
    return { type: { volume: { name: source } }, source, destination, options: optionsOf(options) };
  }
  if (kindOf(source) === "missing") throw new Failure(`path '${source}' does not exist`);
  return { type: { virtiofs: {} }, source, destination, options: optionsOf(options) };
}

/** Reads a `--mount`: split on `,` and then on `=`, so that no path can have one of them. */
export function mountOf(text: string): FakeMount {
  const given: Record<string, string> = {};
  const flags: string[] = [];
  for (const directive of text.split(",")) {
    const parts = directive.split("=");
    const [key = "", value] = parts;
    if (parts.length > 2) throw new Failure(`invalid directive format missing value ${directive}`);
    const name = { src: "source", target: "destination", dst: "destination", ro: "readonly" }[key] ?? key;
    if (!["type", "source", "destination", "readonly", "size", "mode"].includes(name))
      throw new Failure(`unknown directive ${key} when parsing mount ${text}`);
    if (value === undefined) flags.push(name);
    else given[name] = value;
  }
  const { type = "virtiofs", source = "", destination = "", mode, size } = given;
  if (type === "tmpfs") {
    if (source !== "") throw new Failure("cannot specify source for tmpfs mount");
    const options = [...(size === undefined ? [] : [`size=${size}`]), ...(mode === undefined ? [] : [`mode=${mode}`])];
    return { type: { tmpfs: {} }, source: "", destination, options };
  }
  if (mode !== undefined || size !== undefined) throw new Failure("unsupported option for mount");
  const kind = kindOf(source);
  if (kind === "missing") throw new Failure(`path '${source}' does not exist`);
  if (kind === "file") throw new Failure(`path '${source}' is not a directory`);
  return { type: { virtiofs: {} }, source, destination, options: flags.includes("readonly") ? ["ro"] : [] };
}

/** Reads a `-p`: both ports have to be given. */
export function portOf(text: string): FakePort {
  const [, hostAddress = "0.0.0.0", host = "", container = "", proto = "tcp"] =
    /^(?:([^:]+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(text) ?? [];
  if (host === "") throw new Failure(`invalid publish value: ${text}`);
  if (Number(host) < 2 || Number(host) > 65_535) throw new Failure(`invalid publish host port: ${host}`);
  return { hostAddress, hostPort: Number(host), containerPort: Number(container), proto, count: 1 };
}

/** Reads a `--label`; a value cannot have `=`. */
export function labelOf(text: string): readonly [string, string] {
  const parts = text.split("=");
  if (parts.length > 2) throw new Failure(`invalid label format ${text}`);
  return [parts[0] ?? "", parts[1] ?? ""];
}

/** Reads a `--ulimit`. */
export function ulimitOf(text: string): { readonly limit: string; readonly soft: number; readonly hard: number } {
  const [, type = "", soft = "", hard = soft] =
    /^([a-z]+)=(-1|unlimited|\d+)(?::(-1|unlimited|\d+))?$/.exec(text) ?? [];
  if (type === "") throw new Failure(`invalid ulimit format ${text}`);
  if (numberOf(soft) > numberOf(hard)) throw new Failure(`ulimit soft limit cannot exceed hard limit: ${text}`);
  return { limit: `RLIMIT_${type.toUpperCase()}`, soft: numberOf(soft), hard: numberOf(hard) };
}

function numberOf(word: string): number {
  return word === "-1" || word === "unlimited" ? Number.MAX_SAFE_INTEGER : Number(word);
}

function optionsOf(text: string): readonly string[] {
  return text === "" ? [] : text.split(",");
}

function kindOf(path: string): "directory" | "file" | "missing" {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch {
    return "missing";
  }
}
