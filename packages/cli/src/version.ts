import manifest from "../package.json" with { type: "json" };

/** The version of this moat. */
export const VERSION = manifest.version;
