#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `moat: Node.js 22.12 or newer is needed, and this is ${process.version}.\n  Install a current Node.js: https://nodejs.org/\n`,
  );
  process.exit(125);
}
const { start } = require("../dist/start.cjs");
void start(process.argv.slice(2));
