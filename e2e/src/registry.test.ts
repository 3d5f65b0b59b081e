import { mkdir } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openSocket } from "./driver/engine.ts";

const ADA = { uid: 4242, gid: 2424 };

interface Entry {
  readonly name: string;
  readonly kind: string;
  readonly from: string;
  readonly defaultVersion: string;
  readonly check: readonly string[];
}

// Everything that `dependencies` may name, from the real mirrors, on the stand-ins of tools/engine for the official images.
describe("an image of the registry's entries, under gVisor", { timeout: 3_600_000 }, () => {
  let box: Box;
  let entries: readonly Entry[];

  beforeEach(async () => {
    await openSocket();
    box = await Box.open();
    const { stdout } = await box.moat(["deps", "list", "--json"]);
    const { dependencies }: { readonly dependencies: readonly Entry[] } = JSON.parse(stdout.toString());
    entries = dependencies.filter(({ kind }) => kind !== "group");
    await box.giveTo(ADA, [box.home, box.workspace, box.moatHome]);
  });
  afterEach(() => box[Symbol.asyncDispose]());

  /** Runs a script in an image of these, and gives how it ended. */
  async function inside(names: readonly string[], script: string) {
    await box.write("agent.yaml", `dependencies: ${JSON.stringify(names)}\n`);
    return await box.moat(["run", "--", "bash", "-c", script], { user: ADA });
  }

  const isBuilt = ({ from }: Entry) => /^(Go|Cargo): /.test(from);

  // In images of their own, so that programs which are built are looked at although a package is not there, and the reverse.
  it.each([
    ["packages", (entry: Entry) => !isBuilt(entry)],
    ["programs in Go", ({ from }: Entry) => from.startsWith("Go: ")],
  ])("runs all %s", async (_what, isWanted) => {
    const wanted = entries.filter(isWanted);
    const lines = wanted.map(({ name, defaultVersion, check }) => {
      const says = `${check.join(" ")} >/tmp/out 2>&1`;
      // Two numbers: of three, Helm knows no more when `go install` has built it.
      const version = defaultVersion.split(".").slice(0, 2).join(".");
      return `{ ${says} && grep -qF "${version}" /tmp/out; } || { echo "${name}"; cat /tmp/out; }`;
    });
    const names = wanted.map(({ name }) => name);
    const { code, stdout, stderr } = await inside(names, lines.join("\n"));
    expect({ code, failed: stdout.toString(), stderr }).toMatchObject({ code: 0, failed: "" });
  });

  it("builds a project with a crate, and installs a crate that is named", async () => {
    await mkdir(`${box.workspace}/hello/src`, { recursive: true });
    await box.write(
      "hello/Cargo.toml",
      '[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2024"\n\n[dependencies]\nitoa = "=1.0.15"\n',
    );
    await box.write("hello/src/main.rs", 'fn main() { println!("{}", itoa::Buffer::new().format(42)); }\n');
    await box.giveTo(ADA);
    const script = "cd hello && cargo run --quiet && echo 42 | hexyl --border none --color never";
    const { code, stdout, stderr } = await inside(["rust", "cargo:hexyl@0.17.0"], script);
    expect({ code, stdout: stdout.toString(), stderr }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^42\n.*34 32 0a/s),
    });
  });

  it("installs Java, whose packages miss something in a slim image", async () => {
    const { code, stdout, stderr } = await inside(["apt:default-jre-headless"], "java -version 2>&1");
    expect({ code, stdout: stdout.toString(), stderr }).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^openjdk version "17\./),
    });
  });

  it("names a crate that does not exist", async () => {
    const { code, stderr } = await inside(["cargo:hexyl@99.0.0"], "true");
    expect({ code, stderr }).toEqual({ code: 125, stderr: expect.stringContaining("Cargo has no hexyl@99.0.0") });
  });
});
