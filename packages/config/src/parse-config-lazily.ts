import type { Config } from "./config.ts";
import type { ConfigSource } from "./parse-config.ts";

/**
 * Parses as `parseConfig` does, and loads the parser only now: for programs that start often, and mostly where there is no
 * file.
 *
 * @throws ConfigError with every problem of the file, and nothing else.
 */
export async function parseConfigLazily(text: string | Uint8Array, source: ConfigSource): Promise<Config> {
  const { parseConfig } = await import("./parse-config.ts");
  return parseConfig(text, source);
}
