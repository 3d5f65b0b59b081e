/** What a program says that it is. */
export interface RunscVersion {
  /** As it prints it, for instance `release-20260714.0`. */
  readonly text: string;
  /** The day of its release as `YYYYMMDD`; 0 where it does not say. */
  readonly day: number;
  /** The version of the runtime specification, which tells apart builds of one release. */
  readonly spec: string;
}

/** Reads what `runsc --version` prints; undefined when another program has answered. Pure. */
export function parseRunscVersion(output: string): RunscVersion | undefined {
  const text = /^runsc version (\S+)/m.exec(output)?.[1];
  if (text === undefined) return undefined;
  return {
    text,
    day: Number(/(?<!\d)(20\d{6})(?!\d)/.exec(text)?.[1] ?? 0),
    spec: /^spec: (\S+)/m.exec(output)?.[1] ?? "",
  };
}
