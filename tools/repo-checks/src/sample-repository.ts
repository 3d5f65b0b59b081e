import type { Repository } from "./check.ts";

/** A repository of a few files, for tests. */
export function sampleRepository(given: {
  readonly files?: Readonly<Record<string, string>>;
  readonly errorCodes?: Repository["errorCodes"];
  readonly commands?: Repository["commands"];
  readonly apis?: Repository["apis"];
}): Repository {
  return {
    root: "/checkouts/moat",
    files: new Map(Object.entries(given.files ?? {})),
    errorCodes: given.errorCodes ?? {},
    commands: given.commands ?? [],
    apis: given.apis ?? [],
  };
}
