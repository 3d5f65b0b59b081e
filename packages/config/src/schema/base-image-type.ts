import { accepted, refused } from "../problems/problem.ts";
import { quote } from "../source/printable.ts";
import { text } from "../values/scalar-types.ts";
import type { ValueType } from "../values/value-type.ts";

// [registry[:port]/]path[:tag][@digest], after the grammar of the distribution project.
const REGISTRY = "(?:(?:[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:]+\\])(?::[0-9]+)?/)?";
const COMPONENT = "[a-z0-9]+(?:[._-]+[a-z0-9]+)*";
/** What the name of an image looks like. */
export const IMAGE_NAME = new RegExp(
  `^${REGISTRY}${COMPONENT}(?:/${COMPONENT})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);
/** No name of an image is longer. */
export const MAX_IMAGE_LENGTH = 512;

/** The reference of a container image. */
export function baseImage(): ValueType<string> {
  return text({ pattern: IMAGE_NAME, maxLength: MAX_IMAGE_LENGTH }, "the name of an image", (image) => {
    if (image.length <= MAX_IMAGE_LENGTH && IMAGE_NAME.test(image)) return accepted(image);
    const message = image === "" ? "`base_image` is empty." : `${quote(image)} is not the name of an image.`;
    return refused({ message, hint: "Write it as `name:tag`, for instance `debian:bookworm-slim`." });
  });
}
