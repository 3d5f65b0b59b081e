import type { Config } from "./config.ts";
import { deepFreeze } from "./deep-freeze.ts";
import type { SCHEMA } from "./schema/schema.ts";
import type { SourceText, Span } from "./source/source-text.ts";
import type { ValuesOf } from "./values/field.ts";

/** Makes the frozen config of values that were read, and of where they stood. */
export function makeConfig(
  { base_image: baseImage, sandbox, ...values }: ValuesOf<typeof SCHEMA>,
  source: SourceText,
  spans: ReadonlyMap<string, Span>,
): Config {
  return deepFreeze({
    file: source.file,
    ...values,
    baseImage,
    sandbox: sandbox === "none" ? "none" : "default",
    has: (path: string) => spans.has(path),
    positionOf(path: string) {
      const span = spans.get(path);
      return span && Object.freeze({ ...source.locate(span.start), excerpt: source.excerpt(span) });
    },
  });
}
