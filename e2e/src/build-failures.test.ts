import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { docker } from "./driver/engine.ts";

/** Of this process only: no other run has built the same. */
const NONCE = `${process.pid}-${Date.now()}`;

/** Every image of the engine. */
const images = () => docker(["images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}"]);

// Against the real engine and the real mirrors; each leaves nothing behind, and works once its cause is mended.
describe("a build that cannot be", { timeout: 900_000 }, () => {
  let box: Box;
  let before: readonly string[];

  beforeEach(async () => {
    box = await Box.open();
    before = await images();
  });
  afterEach(() => box[Symbol.asyncDispose]());

  /** Runs with an agent.yaml, and gives the error that comes of it. */
  async function failure(yaml: string): Promise<{ readonly code: string; readonly message: string }> {
    await box.write("agent.yaml", yaml);
    const { code, stdout } = await box.moat(["run", "-d", "--json", "--", "true"]);
    expect(code).toBe(125);
    const { error }: { error: { code: string; message: string } } = JSON.parse(stdout.toString());
    expect(await box.json(["list", "--all"])).toEqual([]);
    expect(await box.leftovers()).toEqual([]);
    return error;
  }

  /** No image was tagged, and none was left without a name. What was fetched to build on may stay. */
  async function expectNothingMade(): Promise<void> {
    const made = (await images()).filter((line) => !before.includes(line));
    expect(made.filter((line) => /moat-image|<none>/.test(line))).toEqual([]);
  }

  it.each([
    ["apt:no-such-package", "Debian has no no-such-package", "apt:tree", "tree --version"],
    ["apt:tree@9.9.9", "Debian has no tree@9.9.9", "apt:tree", "tree --version"],
    ["npm:moat-no-such-package@1.0.0", "npm has no moat-no-such-package@1.0.0", "npm:cowsay@1.6.0", "cowsay hello"],
    ["npm:cowsay@99.0.0", "npm has no cowsay@99.0.0", "npm:cowsay@1.6.0", "cowsay hello"],
    ["pip:six@99.0", "PyPI has no six@99.0", "pip:six@1.17.0", "python -c 'import six'"],
    ["uv:ruff@99.0", "PyPI has no ruff@99.0", "uv:ruff@0.17.5", "ruff --version"],
  ])("%s: names what does not exist", async (wrong, message, right, check) => {
    expect(await failure(`dependencies: ["${wrong}"]\n`)).toMatchObject({
      code: "DEPENDENCY_NOT_FOUND",
      message: `${message}, and the image was not built.`,
    });
    await expectNothingMade();
    await box.write("agent.yaml", `dependencies: ["${right}"]\n`);
    const mended = await box.moat(["run", "--", "sh", "-c", check]);
    expect({ code: mended.code, stderr: mended.stderr }).toMatchObject({ code: 0 });
  });

  it("a hook that fails: says so, and nothing of it is used for the next build", async () => {
    const yaml = (end: string) => `hooks:\n  post_build_root: |\n    echo ${NONCE} >>/made\n    ${end}\n`;
    const error = await failure(yaml("exit 7"));
    expect(error).toMatchObject({ code: "IMAGE_BUILD_FAILED", message: expect.stringContaining("exit code 7") });
    await expectNothingMade();
    await box.write("agent.yaml", yaml("true"));
    const { stdout } = await box.moat(["run", "--", "cat", "/made"]);
    expect(stdout.toString()).toBe(`${NONCE}\n`);
  });

  it("a step that finds no room: says so", async () => {
    const fill = "head -c 1G /dev/zero >/dev/shm/filler";
    const yaml = (line: string) => `hooks:\n  post_build_root: |\n    echo ${NONCE} >/made\n    ${line}\n`;
    expect(await failure(yaml(fill))).toMatchObject({ code: "ENGINE_DISK_FULL" });
    await expectNothingMade();
    await box.write("agent.yaml", yaml("true"));
    expect((await box.moat(["run", "--", "cat", "/made"])).stdout.toString()).toBe(`${NONCE}\n`);
  });

  it.each<[string, RequestListener, string]>([
    [
      "401",
      (_request, response) =>
        response
          .writeHead(401, { "www-authenticate": 'Basic realm="moat"' })
          .end('{"errors":[{"code":"UNAUTHORIZED","message":"authentication required"}]}'),
      "IMAGE_PULL_FAILED",
    ],
    [
      "404",
      (request, response) =>
        request.url === "/v2/"
          ? response.end("{}")
          : response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN","message":"manifest unknown"}]}'),
      "IMAGE_NOT_FOUND",
    ],
    ["nothing", (request) => request.socket.destroy(), "IMAGE_PULL_FAILED"],
  ])("a registry that answers %s: names the image", async (_what, answer, code) => {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const image = `127.0.0.1:${typeof address === "object" ? address?.port : ""}/base/image:1`;
    try {
      expect(await failure(`base_image: ${image}\ndependencies: [jq]\n`)).toMatchObject({
        code,
        message: expect.stringContaining(image),
      });
      await expectNothingMade();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
