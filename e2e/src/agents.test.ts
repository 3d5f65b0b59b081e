import { cp, mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openSocket } from "./driver/engine.ts";
import { DRIVE_AGENT, PROJECT } from "./driver/agent-workspace.ts";

const TIMES = 20;
const ADA = { uid: 4242, gid: 2424 };
const MODELS = fileURLToPath(new URL("../../tools/fake-models/src", import.meta.url));

const YAML = `dependencies:
  - git
  - jq
  - ripgrep
  - node@24
  - python
  - pytest
  - go
  - build-essential
  - claude-code
  - codex-cli
  - gemini-cli
hooks:
  post_build: |
    git config --global user.name Ada
    git config --global user.email ada@example.com
    mkdir -p ~/.gemini
    echo '{"security": {"auth": {"selectedType": "gemini-api-key"}}}' >~/.gemini/settings.json
`;

// One image of real packages, on the stand-ins of tools/engine for the official images; gVisor is on, as always.
describe("an image with real agents, under gVisor", { timeout: 1_800_000 }, () => {
  let box: Box;
  const sh = (script: string) => box.moat(["run", "--", "bash", "-ec", script], { user: ADA });

  beforeAll(async () => {
    await openSocket();
    box = await Box.open();
    await cp(MODELS, `${box.workspace}/models`, { recursive: true });
    for (const directory of ["addon", "go"]) await mkdir(`${box.workspace}/${directory}`);
    for (const [name, content] of Object.entries({ ...PROJECT, "agent.yaml": YAML, "drive.sh": DRIVE_AGENT }))
      await box.write(name, content);
    await box.giveTo(ADA, [box.home, box.workspace, box.moatHome]);
    const { code, stderr } = await sh("true");
    if (code !== 0) throw new Error(`the image was not built: ${stderr}`);
  }, 1_800_000);
  afterAll(() => box[Symbol.asyncDispose]());

  it("is not built a second time", async () => {
    expect(await sh("uname -r")).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    ["git --version", "git version 2."],
    ["jq --version", "jq-1."],
    ["rg --version", "ripgrep "],
    ["node --version", "v24."],
    ["python --version", "Python 3.11."],
    ["go version", "go version go1.25"],
    ["claude --version", "2.1.328"],
    ["codex --version", "codex-cli 0.169.0"],
    ["gemini --version", "0.61.0"],
  ])("has what it should: %s", async (command, version) => {
    const { code, stdout } = await sh(command);
    expect({ code, stdout: stdout.toString() }).toEqual({ code: 0, stdout: expect.stringContaining(version) });
  });

  it.each([
    [
      "git commits in the workspace",
      "git init -q . && git add agent.yaml && git commit -qm one && git log --format=%an",
      "Ada\n",
    ],
    [
      "npm compiles a native add-on",
      "cd addon && npm install >&2 && node -p 'require(\"./build/Release/addon.node\")()'",
      "42\n",
    ],
    [
      "npm installs packages",
      "mkdir npm && cd npm && npm install cowsay@1.6.0 >&2 && npx cowsay -r moat | grep -o moat",
      "moat\n",
    ],
    [
      "pip installs packages",
      "pip install -q six==1.17.0 >&2 && python -c 'import six; print(six.__version__)'",
      "1.17.0\n",
    ],
    ["pytest tests", "pytest -q test_it.py | grep -o '1 passed'", "1 passed\n"],
    ["go builds", "cd go && go build -o hello . && ./hello", "hello\n"],
  ])("%s", async (_what, script, expected) => {
    const { stdout, stderr } = await sh(script);
    expect({ stdout: stdout.toString(), stderr }).toMatchObject({ stdout: expected });
  });

  it.each(["claude", "codex", "gemini"])(
    `%s calls its tool and ends well, ${TIMES} times of ${TIMES}`,
    async (agent) => {
      const ends: string[] = [];
      for (let n = 1; n <= TIMES; n += 1) {
        const { code, stdout, stderr } = await sh(`bash drive.sh ${agent} ${n}`);
        const made = await readFile(`${box.workspace}/made/${agent}-${n}`, "utf8").catch(() => "");
        const isGood = code === 0 && stdout.includes("The work is done.") && made === `by ${agent}\n`;
        ends.push(isGood ? "good" : `${n}: ${code} ${made} ${stdout.toString()} ${stderr}`);
      }
      expect(ends).toEqual(Array.from({ length: TIMES }, () => "good"));
    },
  );
});
