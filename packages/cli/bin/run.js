#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `moat: Node.js 22.12 or newer is needed, and this is ${process.version}.\n  Install a current Node.js: https://nodejs.org/\n`,
  );
  process.exit(125);
}
const { addPlaceholders, useCodeCache } = await import("../dist/before-start.js");
useCodeCache(process.env, process.argv.slice(2));
// Before the parser library is loaded, which asks at once.
addPlaceholders(process.env);
if (process.argv[2] !== "complete" || !(await completeFast(process.argv.slice(3)))) {
  const { main } = await import("../dist/main.js");
  // Explicit: an open standard input must not keep moat alive after its command has ended.
  process.exit(await main(process.argv.slice(2)));
}

/** While somebody types: even the parser would take longer than the answer. */
async function completeFast(words) {
  const { completeFast: answer } = await import("../dist/complete-fast.js");
  return await answer(words);
}
