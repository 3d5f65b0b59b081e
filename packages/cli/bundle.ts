import { rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { type InputOptions, type OutputOptions, type Plugin, rolldown } from "rolldown";
import { collectLicences } from "./bundle-licences.ts";
import { filesTogether } from "./bundle-together.ts";

// What the CLI is made of, in few files: opening hundreds of modules would take longer than most commands do. The parser's
// help and the screen of `attach` stay packages of their own, which are loaded when somebody needs them.
const EXTERNAL = new Set(["@oclif/core", "@lydell/node-pty", "@xterm/headless", "@xterm/addon-serialize"]);

// Parts of dockerode that moat never calls: its own ssh, its build sessions and its archives. They are two thirds of its code.
const UNUSED = new Set(["@grpc/grpc-js", "@grpc/proto-loader", "protobufjs", "ssh2", "tar-fs"]);

// The same of oclif's parser: its errors load its help, and that its configuration; moat says errors in its own way, and
// loads oclif whole where it prints help.
const UNUSED_OF_PARSER = new Set(["clean-stack", "indent-string", "wrap-ansi"]);
const UNUSED_FILES = /\/@oclif\/core\/lib\/(?:errors\/handle|help\/index|ux\/index)\.js$/;

// What looks at the terminal for colours and a width that moat's own way of saying errors has no use for.
const PLAIN_FILES: Readonly<Record<string, string>> = {
  "/@oclif/core/lib/screen.js": "exports.stdtermwidth = exports.errtermwidth = 80;",
  "/@oclif/core/lib/ux/theme.js": "exports.colorize = (color, text) => text;",
};

const withoutUnused: Plugin = {
  name: "without-unused",
  resolveId: (source) => (UNUSED.has(source) || UNUSED_OF_PARSER.has(source) ? `\0unused:${source}` : undefined),
  load(id) {
    if (id.startsWith("\0unused:") || UNUSED_FILES.test(id)) return "module.exports = {};";
    return Object.entries(PLAIN_FILES).find(([file]) => id.endsWith(file))?.[1];
  },
};

// Parts of Node.js that what is bundled names at its start and seldom or never calls: loaded by the first use of something of theirs.
const SELDOM = new Set([
  "child_process",
  "crypto",
  "fs/promises",
  "https",
  "readline",
  "readline/promises",
  "tls",
  "zlib",
]);

// An `import` of a part of Node.js reads all that it exports, one by one; of node:http that even loads fetch and WebSocket. Asked for
// in this way, a part costs what loading it costs.
const withoutFacades: Plugin = {
  name: "without-facades",
  // The bundler's own helpers are what such a module needs itself.
  resolveId: (source, importer = "") =>
    isBuiltin(source) && !importer.includes("rolldown/runtime")
      ? `\0builtin:${source.replace("node:", "")}`
      : undefined,
  load: (id) => (id.startsWith("\0builtin:") ? builtin(id.slice("\0builtin:".length)) : undefined),
};

function builtin(name: string): string {
  const part = `process.getBuiltinModule(${JSON.stringify(name)})`;
  if (!SELDOM.has(name)) return `module.exports = ${part};`;
  // Compiled modules ask each other for __esModule.
  return `module.exports = new Proxy({}, { get: (_, key) => (key === "__esModule" ? undefined : ${part}[key]) });`;
}

// Prints the debug lines of libraries for whoever asks for them by a variable, and looks at the terminal in each start.
const withoutDebug: Plugin = {
  name: "without-debug",
  resolveId: (source) => (source === "debug" ? "\0debug" : undefined),
  load: (id) => (id === "\0debug" ? "module.exports = () => Object.assign(() => {}, { enabled: false });" : undefined),
};

// The same as Node.js's own streams, for older Node.js.
const withOwnStreams: Plugin = {
  name: "with-own-streams",
  resolveId: (source) => (source === "readable-stream" ? "\0builtin:stream" : undefined),
};

// The transport describes each request for a debug line, down to the last socket, whether anybody reads it or not.
const DEBUG_LINE = /debug\('Sending: %s', util\.inspect\(options, \{[^}]*\}\)\);/;
const withoutDebugLine: Plugin = {
  name: "without-debug-line",
  transform(code, id) {
    if (!id.endsWith("/docker-modem/lib/modem.js")) return undefined;
    if (!DEBUG_LINE.test(code)) this.error("The debug line of docker-modem is another one now.");
    return code.replace(DEBUG_LINE, "");
  },
};

// V8 keeps a text with a single character beyond Latin-1 in twice the memory, and takes longer to read all of it.
const asciiOnly: Plugin = {
  name: "ascii-only",
  generateBundle(_, files) {
    for (const file of Object.values(files)) if (file.type === "chunk") file.code = escaped(file.code);
  },
};

function escaped(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Writes the CLI to a directory; further plugins are for builds that tests make. */
async function bundleCli(dir: string, plugins: readonly Plugin[]): Promise<void> {
  const input = {
    main: here("src/main.ts"),
    "complete-fast": here("src/operations/complete-fast.ts"),
    "early-engine": here("src/operations/early-engine.ts"),
  };
  const together = await rolldown(inputOptions(input, plugins));
  const codeSplitting = { groups: await filesTogether(together), includeDependenciesRecursively: false };
  await together.close();
  // With the table of all commands, whose files would not begin with a command's own module.
  await write(inputOptions({ ...input, commands: here("src/commands.ts") }, plugins), {
    dir,
    codeSplitting,
    plugins: [asciiOnly, collectLicences()],
  });
  // What loads the others, and so shares nothing with them.
  await write(inputOptions({ start: here("src/start/start.ts") }, plugins), { dir, plugins: [asciiOnly] });
  // A process of its own, started by the file's name from beside whoever starts it.
  const supervisor = new URL("supervisor/supervisor-main.js", import.meta.resolve("@moat/apple-runtime"));
  await write(inputOptions({ "supervisor-main": fileURLToPath(supervisor) }, plugins), {
    dir,
    format: "esm",
    entryFileNames: "[name].js",
  });
}

function inputOptions(input: Record<string, string>, plugins: readonly Plugin[]): InputOptions {
  return {
    input,
    platform: "node",
    preserveEntrySignatures: "allow-extension",
    external: (id) => EXTERNAL.has(id),
    // jsonc-parser's other form asks for its parts by names that no bundler can see.
    resolve: { mainFields: ["module", "main"] },
    plugins: [...plugins, withoutUnused, withOwnStreams, withoutFacades, withoutDebug, withoutDebugLine],
    // The oldest Node.js that moat runs on: it does not know `using`.
    transform: { target: "node22.12" },
  };
}

async function write(input: InputOptions, output: OutputOptions): Promise<void> {
  const bundle = await rolldown(input);
  // Modules of the older kind: Node.js loads them in less time, and `ChunkLoader` can. One name for each, whatever is in
  // it, so that what is kept of them is replaced by what a newer moat keeps.
  await bundle.write({
    format: "cjs",
    entryFileNames: "[name].cjs",
    chunkFileNames: "[name].cjs",
    minify: "dce-only",
    comments: false,
    ...output,
  });
  await bundle.close();
}

function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

// node bundle.ts [DIRECTORY [PLUGIN...]]: of each of these modules, the export `plugin`.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dir = here("dist"), ...files] = process.argv.slice(2);
  const plugins = await Promise.all(files.map(async (file): Promise<Plugin> => (await import(file)).plugin));
  rmSync(dir, { recursive: true, force: true });
  await bundleCli(dir, plugins);
}
