import { closeSync, openSync, readSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { type Call, faultOf } from "../call.ts";
import { Failure, caused } from "../failure.ts";

/** `logs`: one file, both streams, no times; with `-f` it never ends. */
export async function logs(call: Call): Promise<number> {
  const { args, state } = call;
  const id = args.positionals[0] ?? "";
  const failure = (cause: string) =>
    new Failure(caused(`failed to get logs for container ${id}`, "internalError", cause));
  if (!state.has(id)) throw failure(`failed to open container logs: notFound: "container with ID ${id} not found"`);
  const path = state.containerPath(id, "stdio.log");
  let bytes: Buffer;
  try {
    if (faultOf(call, "log-missing") !== undefined) throw new Error("missing");
    bytes = readFileSync(path);
  } catch {
    throw failure("failed to open container logs: no such file");
  }
  if (faultOf(call, "log-bad-utf8") !== undefined) throw new Failure("failed to convert container logs to utf8");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Failure("failed to convert container logs to utf8");
  }
  const count = args.last("n");
  const lines = text.replaceAll(/^\n+|\n+$/g, "").split("\n");
  const shown = count === undefined ? lines : lines.filter((line) => line !== "").slice(-Number(count));
  call.print(`${shown.join("\n")}\n`);
  if (args.has("follow")) await follow(call, path);
  return 0;
}

/** Goes on after the end, and even after the removal. */
async function follow(call: Call, path: string): Promise<void> {
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(64 * 1024);
  let at = readFileSync(path).length;
  try {
    while (!call.caller.isGone) {
      const read = readSync(file, chunk, 0, chunk.length, at);
      at += read;
      if (read > 0) call.print(Uint8Array.from(chunk.subarray(0, read)));
      await delay(50);
    }
  } finally {
    closeSync(file);
  }
}
