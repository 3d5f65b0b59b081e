import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import type { FakeImage } from "../state/fake-state.ts";
import { digestOf } from "./find-image.ts";

const MAX_DOCKERFILE = 16_384;

/** `build`: takes the last `CMD` and every `ENV` of the Dockerfile, and runs nothing. */
export function build(call: Call): number {
  const { args, state } = call;
  const context = args.positionals[0] ?? ".";
  const file = args.last("file") ?? join(context, "Dockerfile");
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch {
    throw new Failure(`dockerfile does not exist ${file}`, 64);
  }
  const size = Buffer.byteLength(text);
  if (size >= MAX_DOCKERFILE || faultOf(call, "dockerfile-too-big") !== undefined) {
    throw new Failure(
      `invalidArgument: "Dockerfile size (${size} bytes) exceeds the maximum allowed size of ${MAX_DOCKERFILE} bytes. See https://github.com/apple/container/issues/735."`,
    );
  }
  if (faultOf(call, "builder-transport") !== undefined) throw new Failure('unknown: "Transport became inactive"');
  if (faultOf(call, "builder-timeout") !== undefined)
    throw new Failure('timeout: "Timeout waiting for connection to builder"');
  const lines = text.split("\n");
  const command = lines
    .filter((line) => /^CMD\s+\[/.test(line))
    .map(commandOf)
    .at(-1) ?? ["sh"];
  const env = lines.filter((line) => /^ENV\s/.test(line)).map((line) => line.replace(/^ENV\s+/, ""));
  call.complain(lines.map((line, at) => `#${at + 1} [${at + 1}/${lines.length}] ${line}\n`).join(""));
  const given = args.all("tag").length > 0 ? args.all("tag") : [digestOf(text).slice(7, 43)];
  const tags = given.map((tag) => (/:[^/]*$/.test(tag) ? tag : `${tag}:latest`));
  const image: FakeImage = { env, entrypoint: [], command, files: {} };
  const made = Object.fromEntries(tags.map((tag) => [tag, image]));
  state.setShelf("images", { ...state.shelf("images"), ...made });
  call.print(tags.map((tag) => `${tag}\n`).join(""));
  return 0;
}

function commandOf(line: string): readonly string[] {
  const words: readonly string[] = JSON.parse(line.replace(/^CMD\s+/, ""));
  return words;
}
