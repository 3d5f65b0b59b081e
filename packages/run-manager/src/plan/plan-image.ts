import type { Setting } from "@moat/config";

/** The image of a run that asks for none. */
const DEFAULT_IMAGE = "debian:bookworm-slim";

/** Decides the image: the one that is set, or the default one. */
export function planImage({ value, origin }: Setting<string>): Setting<string> {
  return value === "" ? { value: DEFAULT_IMAGE, origin: "default" } : { value, origin };
}
