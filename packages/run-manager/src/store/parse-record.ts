import { basename, dirname } from "node:path";
import { MoatError } from "@moat/core";
import { RECORD_SCHEMA, type RunRecord } from "../run-record.ts";
import { isRunState } from "./is-run-state.ts";
import { isList, isObject, isStrings, isText } from "./json-shape.ts";

/**
 * Reads the text of a record. Throws `RECORD_UNREADABLE`, which names the file, for anything but a whole record of the
 * run that the file's directory is named after.
 */
export function parseRecord(text: string, file: string): RunRecord {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(file, error);
  }
  if (!isObject(value)) throw damaged(file);
  if (typeof value["schema"] === "number" && value["schema"] > RECORD_SCHEMA) throw newer(file, value["schema"]);
  const record = { ...ADDED_LATER, ...value };
  if (!isRecord(record) || record.id !== basename(dirname(file))) throw damaged(file);
  return record;
}

/** Writes a record as text. */
export function formatRecord(record: RunRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** What records of older versions do not have, and what they mean by that. */
const ADDED_LATER = { agent: "", agentVersion: "", engineFoundBy: "", logBytes: 0, droppedBytes: 0 };

const TEXTS = [
  "id",
  "name",
  "version",
  "agent",
  "agentVersion",
  "workspace",
  "image",
  "imageId",
  "runtime",
  "engineId",
  "engineAddress",
  "engineFoundBy",
  "containerId",
  "createdAt",
  "startedAt",
  "finishedAt",
];

function isRecord(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & RunRecord {
  const { isolation, user } = value;
  return (
    value["schema"] === RECORD_SCHEMA &&
    TEXTS.every((key) => isText(value[key])) &&
    ["sandbox", "keep", "interactive", "detach"].every((key) => typeof value[key] === "boolean") &&
    isStrings(value["command"]) &&
    isStrings(value["env"]) &&
    isList(value["mounts"], isMount) &&
    isList(value["ports"], isPort) &&
    isObject(user) &&
    typeof value["ownerPid"] === "number" &&
    typeof value["logBytes"] === "number" &&
    (value["droppedBytes"] === null || typeof value["droppedBytes"] === "number") &&
    typeof user["uid"] === "number" &&
    typeof user["gid"] === "number" &&
    isText(user["name"]) &&
    (isolation === undefined || isIsolation(isolation)) &&
    isRunState(value["state"])
  );
}

function isMount(value: unknown): boolean {
  return (
    isObject(value) && isText(value["source"]) && isText(value["target"]) && typeof value["readOnly"] === "boolean"
  );
}

function isPort(value: unknown): boolean {
  return (
    isObject(value) &&
    isText(value["name"]) &&
    typeof value["containerPort"] === "number" &&
    typeof value["hostPort"] === "number"
  );
}

function isIsolation(value: unknown): boolean {
  if (!isObject(value) || !isText(value["runtime"])) return false;
  if (value["kind"] !== "gvisor") return value["kind"] === "vm" || value["kind"] === "none";
  const { proof } = value;
  return isObject(proof) && ["method", "provedAt", "source", "guestKernel"].every((key) => isText(proof[key]));
}

function damaged(file: string, cause?: unknown): MoatError {
  return new MoatError("RECORD_UNREADABLE", `The record ${file} is damaged.`, {
    hint: `Forget the run, and end it if it is live: moat remove --force ${basename(dirname(file))}`,
    details: { file },
    ...(cause === undefined ? {} : { cause }),
  });
}

function newer(file: string, schema: number): MoatError {
  return new MoatError("RECORD_UNREADABLE", `The record ${file} was written by a newer moat (schema ${schema}).`, {
    hint: "Use that version of moat, or a later one.",
    details: { file, schema },
  });
}
