import { registerHooks } from "node:module";

// Loaded into the installed moat by NODE_OPTIONS: takes the build with failpoints for the one that is installed.
const BUILD = process.env["TEST_FAILPOINT_BUILD"] ?? "";

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    return { ...resolved, url: resolved.url.replace(/^.*\/@moat\/cli\/dist\//, BUILD) };
  },
});
