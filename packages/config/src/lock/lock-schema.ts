import { IMAGE_NAME, MAX_IMAGE_LENGTH } from "../schema/base-image-type.ts";
import { type Checked, accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { map } from "../values/collection-types.ts";
import { field } from "../values/field.ts";
import { text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";

const MAX_WORD = 100;
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const VERSION = /^\d[0-9A-Za-z]*(?:[-.+][0-9A-Za-z]+)*$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Every key of agent.lock. A workspace may hold one that somebody else wrote: nothing but names, versions and digests passes. */
export const LOCK_SCHEMA = {
  version: field({
    type: formatVersion(),
    default: 1,
    required: true,
    doc: "The version of the format.",
    example: "version: 1",
  }),
  dependencies: field({
    type: map({ of: version(), keyPattern: NAME, checkKey: wordOf(NAME, "the name of a dependency"), hint: "" }),
    default: {},
    doc: "What each dependency without a version of its own resolved to.",
    example: "dependencies: { claude-code: 2.1.328 }",
  }),
  images: field({
    type: map({ of: digest(), keyPattern: IMAGE_NAME, checkKey: imageName, hint: "" }),
    default: {},
    doc: "The digest of every image that is built on.",
    example: `images: { "debian:bookworm-slim": "sha256:${"0".repeat(64)}" }`,
  }),
};

function formatVersion(): ValueType<number> {
  return {
    shape: { kind: "number", whole: true, minimum: 1, maximum: 1 },
    read(node, place) {
      if (node.kind === "scalar" && node.value === 1) return 1;
      if (node.kind !== "scalar" || typeof node.value !== "number") return place.expected(node, "the number 1", "");
      return place.refuse(node.span, { message: `This moat reads locks of version 1, not ${node.text}.`, hint: "" });
    },
  };
}

/** `24` is a version, too, with the very letters of the file. */
function version(): ValueType<string> {
  const check = wordOf(VERSION, "an exact version");
  return {
    shape: { kind: "text", pattern: VERSION.source },
    read(node, place) {
      if (node.kind !== "scalar") return place.expected(node, "a version", "");
      const checked = check(node.text);
      return checked.ok ? checked.value : place.refuse(node.span, checked.problem);
    },
  };
}

function digest(): ValueType<string> {
  return text({ pattern: DIGEST }, "a digest", wordOf(DIGEST, "a digest of sha256"));
}

function imageName(name: string): Checked<string> {
  if (name.length <= MAX_IMAGE_LENGTH && IMAGE_NAME.test(name) && !name.includes("@")) return accepted(name);
  return refused({ message: `${quote(name)} is not the name of an image.`, hint: "" });
}

function wordOf(pattern: RegExp, what: string): (word: string) => Checked<string> {
  return (word) =>
    word.length <= MAX_WORD && pattern.test(word)
      ? accepted(word)
      : refused({ message: `${quote(word)} is not ${what}.`, hint: "" });
}
