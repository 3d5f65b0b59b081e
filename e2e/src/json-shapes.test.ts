import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, expect, it } from "vitest";

import { Box } from "./driver/box.ts";
import { readCommands } from "./driver/commands.ts";

const COMMANDS = await readCommands();

interface Schema {
  readonly properties: Readonly<Record<string, object>>;
  readonly $defs: Readonly<Record<string, object>>;
}

const FILE = fileURLToPath(new URL("../../packages/cli/schemas/output.schema.json", import.meta.url));
const SCHEMA: Schema = JSON.parse(await readFile(FILE, "utf8"));

/** In a test, what the schema does not know is a mistake of the schema's, though its readers have to bear new keys. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return "properties" in schema && !("additionalProperties" in schema)
    ? { ...inner, additionalProperties: false }
    : inner;
}

const { properties, ...rest } = SCHEMA;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema({ $defs: Object.assign({}, closed({ ...rest.$defs, ...named(properties) })), $id: "moat" });

/** A definition for each command, with a name that a reference can have. */
function named(commands: Schema["properties"]): Readonly<Record<string, object>> {
  return Object.fromEntries(Object.entries(commands).map(([name, schema]) => [keyOf(name), schema]));
}

function keyOf(name: string): string {
  return `command-${name.replaceAll(" ", "_")}`;
}

const seen = new Set<string>();

function validate(name: string, value: unknown): void {
  seen.add(name);
  const check = ajv.getSchema(`moat#/$defs/${name === "failure" ? name : keyOf(name)}`);
  if (check === undefined) throw new Error(`there is no schema of ${name}`);
  void check(value);
  const errors = (check.errors ?? []).map(
    ({ instancePath, message = "", params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  expect(errors, `${name}: ${JSON.stringify(value)}`).toEqual([]);
}

let box: Box;
beforeAll(async () => {
  box = await Box.open();
});
afterAll(() => box?.[Symbol.asyncDispose]());

/** Runs a command, however it ends, and holds what it prints against its schema. */
async function expectShape(name: string, args: readonly string[]): Promise<void> {
  const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  const isJson = name !== "config schema";
  const { stdout, stderr } = await box.moat([...own, ...(isJson ? ["--json"] : []), ...args.slice(own.length)]);
  const text = stdout.toString();
  // A schema that takes anything must not take a failure, nor nothing at all.
  const isFailure = text === "" || /^\{\s*"error":/.test(text);
  if (isFailure !== (name === "failure" || name === "exec")) throw new Error(`${name}: ${stderr}${text}`);
  if (name === "logs") for (const line of text.trim().split("\n")) validate(name, JSON.parse(line));
  else validate(name, JSON.parse(text));
}

it("what the commands that need no run print with --json is what their schemas say", async () => {
  await expectShape("version", ["version"]);
  await expectShape("init", ["init"]);
  await expectShape("config validate", ["config", "validate"]);
  await box.write("agent.yaml", "nmae: x\nports: {web: 8080}\n");
  await expectShape("config validate", ["config", "validate"]);
  await box.write("agent.yaml", "ports: {web: 8080}\ncontainer: {ulimits: {nofile: {soft: 1024, hard: 2048}}}\n");
  await expectShape("config show", ["config", "show"]);
  await expectShape("config show --origin", ["config", "show", "--origin"]);
  await expectShape("run --dry-run", ["run", "--dry-run", "-e", "A=1", "-m", `${box.home}:/data:ro`, "--", "true"]);
  await box.write("agent.yaml", "dependencies: [git, claude-code]\nhooks: {post_build: 'true', pre_run: 'true'}\n");
  await expectShape("run --dry-run", ["run", "--dry-run", "--rebuild-from", "deps", "--", "true"]);
  await box.write("agent.yaml", "");
  await expectShape("deps list", ["deps", "list"]);
  for (const name of ["node", "claude-code", "node-dev"]) await expectShape("deps info", ["deps", "info", name]);
  await expectShape("deps update", ["deps", "update"]);
  await expectShape("autocomplete", ["autocomplete", "bash"]);
  await expectShape("doctor", ["doctor"]);
  await expectShape("setup", ["setup", "--dry-run"]);
  await expectShape("setup --undo", ["setup", "--undo", "--dry-run"]);
  await expectShape("config schema", ["config", "schema"]);
  await expectShape("failure", ["logs", "nobody"]);
  await expectShape("exec", ["exec", "nobody", "--", "true"]);
  expect([...seen]).toContain("failure");
});

it("what the commands about runs print with --json is what their schemas say", async () => {
  await expectShape("run --detach", [
    "run",
    "-d",
    "-n",
    "one",
    "--",
    "sh",
    "-c",
    "echo out; printf '\\377\\n' >&2; sleep 1000",
  ]);
  await expectShape("list", ["list"]);
  await expectShape("complete", ["complete"]);
  await expectShape("status", ["status"]);
  await expectShape("rename", ["rename", "one", "two"]);
  await expectShape("cp", ["cp", "two:/etc/hostname", "."]);
  await expectShape("kill", ["kill", "two", "nobody"]);
  await expectShape("wait", ["wait", "two"]);
  await expectShape("stop", ["stop", "two", "nobody"]);
  await expectShape("logs", ["logs", "two"]);
  await expectShape("inspect", ["inspect", "two"]);
  await expectShape("list", ["list", "--all"]);
  await expectShape("remove", ["remove", "two", "nobody"]);
  await expectShape("clean", ["clean", "--older-than", "30d"]);
  await expectShape("compat", ["compat", "--times", "1", "--", "true"]);
  await expectShape("status", ["status"]);
  expect([...seen]).toContain("compat");
});

it("every command that has --json has a schema, and each was held against what is printed", () => {
  const withJson = Object.entries(COMMANDS).filter(([, { flags }]) => "json" in flags);
  const names = new Set(withJson.map(([id]) => id.replaceAll(":", " ")));
  for (const { aliases } of Object.values(COMMANDS)) for (const alias of aliases) names.delete(alias);
  const described = new Set(Object.keys(SCHEMA.properties).map((name) => name.replace(/ --.*$/, "")));
  expect([...described].toSorted()).toEqual([...names].toSorted());
  expect(Object.keys(SCHEMA.properties).filter((name) => !seen.has(name))).toEqual([]);
});
