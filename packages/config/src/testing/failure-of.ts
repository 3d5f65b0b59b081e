import { parseConfig } from "../parse-config.ts";
import { ConfigError } from "../problems/config-error.ts";

/** What parsing a file throws; fails when it throws anything but a `ConfigError`, or nothing. */
export function failureOf(text: string | Uint8Array): ConfigError {
  try {
    parseConfig(text, { file: "agent.yaml" });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("The file was accepted.");
}
