import { ULIMIT_NAMES } from "@moat/core";
import type { Config, ContainerConfig } from "./config.ts";
import { deepFreeze } from "./deep-freeze.ts";
import type { SCHEMA } from "./schema/schema.ts";
import type { SourceText, Span } from "./source/source-text.ts";
import type { ValuesOf } from "./values/field.ts";

/** Makes the frozen config of values that were read, and of where they stood. */
export function makeConfig(
  { base_image: baseImage, container, hooks, sandbox, ...values }: ValuesOf<typeof SCHEMA>,
  source: SourceText,
  spans: ReadonlyMap<string, Span>,
): Config {
  return deepFreeze({
    file: source.file,
    ...values,
    baseImage,
    hooks: { postBuildRoot: hooks.post_build_root, postBuild: hooks.post_build, preRun: hooks.pre_run },
    container: containerOf(container),
    sandbox: sandbox === "none" ? "none" : "default",
    has: (path: string) => spans.has(path),
    positionOf(path: string) {
      const span = spans.get(path);
      return span && Object.freeze({ ...source.locate(span.start), excerpt: source.excerpt(span) });
    },
  });
}

function containerOf({
  memory,
  log_size: logSizeMb,
  ca_certificates: caCertificates,
  ulimits,
  ...rest
}: ValuesOf<typeof SCHEMA>["container"]): ContainerConfig {
  return {
    memoryMb: memory,
    ...rest,
    ulimits: ULIMIT_NAMES.flatMap((name) => {
      const values = ulimits[name];
      return values === undefined ? [] : [{ name, ...values }];
    }),
    logSizeMb,
    caCertificates,
  };
}
