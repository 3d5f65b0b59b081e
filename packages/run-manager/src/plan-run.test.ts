import { describe, expect, it } from "vitest";
import { planRun } from "./plan-run.ts";
import type { RunPlan } from "./run-plan.ts";
import { type PlanTableRow, type RefusalTableRow, planned, refusalOf, refused } from "./testing/plan-tables.ts";
import { samplePlanInput } from "./testing/sample-plan-input.ts";

const workspaceMount = { source: "/srv/app", target: "/workspace", readOnly: false, origin: "default" } as const;
const always = {
  MOAT_RUN_ID: { value: "run_0123456789ab", origin: "default" },
  MOAT_RUN_NAME: { value: "calm-otter", origin: "default" },
} as const;

const cases: readonly PlanTableRow[] = [
  ["command: the flag", { request: { command: ["ls", "-l"] } }, { command: ["ls", "-l"], origin: { command: "flag" } }],
  [
    "command: agent.yaml",
    { yaml: "command: [npm, start]" },
    { command: ["npm", "start"], origin: { command: "agent.yaml" } },
  ],
  ["command: the flag over agent.yaml", { yaml: "command: [npm]", request: { command: ["id"] } }, { command: ["id"] }],
  [
    "command: odd words unchanged",
    { request: { command: ["-x", "", "a b", "'\"$\n", "ü", "--"] } },
    { command: ["-x", "", "a b", "'\"$\n", "ü", "--"] },
  ],
  [
    "image: agent.yaml",
    { yaml: "base_image: debian:trixie" },
    { image: "debian:trixie", origin: { image: "agent.yaml" } },
  ],
  ["name: the flag", { request: { name: "mine" }, yaml: "name: theirs" }, { name: "mine", origin: { name: "flag" } }],
  ["name: agent.yaml", { yaml: "name: theirs" }, { name: "theirs", origin: { name: "agent.yaml" } }],
  [
    "name: in the environment",
    { request: { name: "mine" } },
    { env: { ...always, MOAT_RUN_NAME: { value: "mine", origin: "default" } } },
  ],
  [
    "runtime: the flag",
    { request: { runtime: "docker" }, env: { MOAT_RUNTIME: "apple" } },
    { runtime: "docker", origin: { runtime: "flag" } },
  ],
  [
    "runtime: the environment",
    { env: { MOAT_RUNTIME: "apple" }, yaml: "runtime: docker" },
    { runtime: "apple", origin: { runtime: "environment" } },
  ],
  ["runtime: agent.yaml", { yaml: "runtime: docker" }, { runtime: "docker", origin: { runtime: "agent.yaml" } }],
  ["runtime: in any case", { env: { MOAT_RUNTIME: "DOCKER" } }, { runtime: "docker" }],
  ["runtime: the flag in any case", { request: { runtime: "Apple" } }, { runtime: "apple" }],
  ["runtime: an empty variable", { env: { MOAT_RUNTIME: "" } }, { runtime: "auto", origin: { runtime: "default" } }],
  [
    "runtime: a bad variable that the flag overrides",
    { env: { MOAT_RUNTIME: "podman" }, request: { runtime: "docker" } },
    { runtime: "docker" },
  ],
  ["sandbox: the flag", { request: { noSandbox: true } }, { sandbox: false, origin: { sandbox: "flag" } }],
  ["sandbox: agent.yaml", { yaml: "sandbox: none" }, { sandbox: false, origin: { sandbox: "agent.yaml" } }],
  [
    "sandbox: both",
    { yaml: "sandbox: none", request: { noSandbox: true } },
    { sandbox: false, origin: { sandbox: "flag" } },
  ],
  ["sandbox: empty means on", { yaml: "sandbox: ''" }, { sandbox: true, origin: { sandbox: "default" } }],
  [
    "ports: by name, the engine chooses",
    { yaml: "ports: {web: 3000, api: 8080}" },
    {
      ports: [
        { name: "web", containerPort: 3000, hostPort: 0 },
        { name: "api", containerPort: 8080, hostPort: 0 },
      ],
    },
  ],
  [
    "interactive: the flag",
    { request: { interactive: true }, terminal: { stdout: true } },
    { interactive: true, stdin: true, origin: { interactive: "flag" } },
  ],
  [
    "interactive: agent.yaml",
    { yaml: "interactive: true", terminal: { stdout: true } },
    { interactive: true, stdin: true, origin: { interactive: "agent.yaml" } },
  ],
  [
    "interactive: detached needs no terminal",
    { request: { interactive: true, detach: true }, terminal: { stdin: false, stdout: false } },
    { interactive: true, stdin: true, detach: true },
  ],
  [
    "interactive: a shell that nobody asked for by name, at a terminal",
    { terminal: { stdout: true } },
    { interactive: true, stdin: true, origin: { interactive: "default" } },
  ],
  [
    "interactive: not a command at a terminal",
    { request: { command: ["ls"] }, terminal: { stdout: true } },
    { interactive: false, stdin: false },
  ],
  [
    "interactive: not a detached shell",
    { request: { detach: true }, terminal: { stdout: true } },
    { interactive: false },
  ],
  ["stdin: a pipe is passed on", { terminal: { stdin: false } }, { interactive: false, stdin: true }],
  ["stdin: the null device is not", { terminal: { stdin: false }, inputIsNull: true }, { stdin: false }],
  ["stdin: a terminal is not", { terminal: { stdout: false } }, { stdin: false }],
  [
    "stdin: nothing when detached",
    { request: { detach: true }, terminal: { stdin: false } },
    { stdin: false, detach: true },
  ],
  ["user: root", { user: { uid: 0, gid: 0, name: "root" } }, { user: { uid: 0, gid: 0, name: "root" } }],
  [
    "user: a directory service's name",
    { user: { name: "ada.l@corp-x" } },
    { user: { uid: 1000, gid: 1001, name: "ada.l@corp-x" } },
  ],
  [
    "user: a name that would change /etc/passwd",
    { user: { name: "x:0:0\nroot" } },
    { user: { uid: 1000, gid: 1001, name: "uid-1000" } },
  ],
  [
    "user: a name that is too long or empty",
    { user: { name: "" } },
    { user: { uid: 1000, gid: 1001, name: "uid-1000" } },
  ],
  ["keep and rebuild", { request: { keep: true, rebuild: true } }, { keep: true, rebuildFrom: "base" }],
];

const refusals: readonly RefusalTableRow[] = [
  [
    "a grant",
    { request: { grants: ["github", "npm"] } },
    "GRANTS_UNSUPPORTED",
    "Grants are not supported yet: github, npm.",
  ],
  ["an unknown runtime", { request: { runtime: "podman" } }, "RUNTIME_UNKNOWN", 'Unknown --runtime value "podman"'],
  [
    "an unknown runtime in the environment",
    { env: { MOAT_RUNTIME: "x" } },
    "RUNTIME_UNKNOWN",
    'Unknown MOAT_RUNTIME value "x"',
  ],
  [
    "a runtime with a space",
    { request: { runtime: "docker " } },
    "RUNTIME_UNKNOWN",
    'Unknown --runtime value "docker "',
  ],
  [
    "a limit of processes that would count those of the host",
    { yaml: "container: {ulimits: {nproc: {soft: 64, hard: 64}}}", request: { noSandbox: true } },
    "LIMIT_INVALID",
    "The ulimit nproc needs the sandbox",
  ],
  [
    "a variable that would switch the sandbox off",
    { env: { MOAT_SANDBOX: "none" } },
    "ENVIRONMENT_INVALID",
    "MOAT_SANDBOX is set, but no variable switches the sandbox.",
  ],
  [
    "another one",
    { env: { MOAT_NO_SANDBOX: "1" }, request: { noSandbox: true } },
    "ENVIRONMENT_INVALID",
    "MOAT_NO_SANDBOX is set",
  ],
  [
    "a variable with a wrong image",
    { env: { MOAT_BASE_IMAGE: "No Image" } },
    "ENVIRONMENT_INVALID",
    'MOAT_BASE_IMAGE: "No Image" is not the name of an image.',
  ],
  [
    "a variable with too little memory",
    { env: { MOAT_MEMORY: "1" } },
    "ENVIRONMENT_INVALID",
    "`MOAT_MEMORY` must be a whole number from 64 to 16777216, not 1.",
  ],
  [
    "a variable that is no number",
    { env: { MOAT_CPUS: "many" } },
    "ENVIRONMENT_INVALID",
    "`MOAT_CPUS` must be a number from 0.01 to 1024, not a string.",
  ],
  ["a bad name", { request: { name: "A B" } }, "NAME_INVALID", ""],
  ["a name that is an id", { request: { name: "run_0123456789ab" } }, "NAME_INVALID", ""],
  ["an environment variable without a name", { request: { env: ["=x"] } }, "ENV_INVALID", ""],
  ["an environment variable with a space", { request: { env: ["A B=1"] } }, "ENV_INVALID", ""],
  ["a reserved variable", { request: { env: ["MOAT_RUN_ID=x"] } }, "ENV_INVALID", ""],
  [
    "interactive without a terminal for input",
    { request: { interactive: true }, terminal: { stdin: false } },
    "INTERACTIVE_NEEDS_TERMINAL",
    "Interactive mode needs a terminal, and stdin is not one.",
  ],
  [
    "interactive without a terminal for output",
    { yaml: "interactive: true", terminal: { stdout: false } },
    "INTERACTIVE_NEEDS_TERMINAL",
    "Interactive mode needs a terminal, and stdout is not one.",
  ],
];

describe("planRun", () => {
  it("decides everything when nothing is asked for", () => {
    expect(planRun(samplePlanInput())).toEqual({
      id: "run_0123456789ab",
      name: "calm-otter",
      agent: "",
      agentVersion: "",
      workspace: "/srv/app",
      runtime: "auto",
      sandbox: true,
      image: "debian:bookworm-slim",
      build: { dependencies: [], dockerfile: "", files: [], images: [], hash: "" },
      lock: { frozen: false, dependencies: {}, images: {}, added: [], removed: [] },
      preRun: "",
      certificates: { authorities: [], origin: "default" },
      git: { settings: [], missing: "" },
      command: ["sh", "-c", "command -v bash >/dev/null 2>&1 && exec bash; exec sh"],
      workingDir: "/workspace",
      user: { uid: 1000, gid: 1001, name: "ada" },
      env: always,
      shims: [],
      mounts: [workspaceMount],
      tmpfs: [{ target: "/tmp", mode: 0o1777 }],
      ports: [],
      network: "bridge",
      dns: [],
      addedCapabilities: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID", "NET_BIND_SERVICE"],
      limits: { memoryBytes: 0, cpus: 0, pids: 4096, logBytes: 1_073_741_824 },
      ulimits: [],
      labels: {
        "dev.moat.installation": "0011223344556677",
        "dev.moat.run": "run_0123456789ab",
        "dev.moat.name": "calm-otter",
        "dev.moat.role": "run",
        "dev.moat.workspace": "/srv/app",
        "dev.moat.sandbox": "on",
        "dev.moat.version": "1.2.3",
        "dev.moat.created": "2026-01-02T03:04:05.000Z",
      },
      interactive: false,
      detach: false,
      stdin: false,
      keep: false,
      rebuildFrom: "",
      origins: {
        name: "default",
        agent: "default",
        agentVersion: "default",
        runtime: "default",
        sandbox: "default",
        image: "default",
        command: "default",
        ports: "default",
        dns: "default",
        memoryBytes: "default",
        cpus: "default",
        logBytes: "default",
        interactive: "default",
      },
    } satisfies RunPlan);
  });

  it("is pure: equal input gives an equal plan, and no input changes", () => {
    const yaml = "env: {A: b}\nmounts: ['~/.cache:/cache']\nports: {web: 80}\n";
    const input = samplePlanInput({ yaml, request: { env: ["C=d"], mounts: ["data:/data"] } });
    const before = JSON.stringify(input);
    expect(planRun(input)).toEqual(planRun(samplePlanInput({ yaml, request: input.request })));
    expect(JSON.stringify(input)).toBe(before);
  });

  it.each(cases)("%s", (...row) => {
    expect(planned(row)).toEqual(row[2]);
  });

  it("labels a run without a sandbox", () => {
    const { labels } = planRun(samplePlanInput({ request: { noSandbox: true, name: "mine" } }));
    expect(labels).toMatchObject({ "dev.moat.sandbox": "off", "dev.moat.name": "mine" });
  });

  it.each(refusals)("refuses %s", (...row) => {
    expect(refused(row)).toMatchObject(refusalOf(row));
  });

  it("says how to choose a runtime, and does not show the value of a variable in an error", () => {
    expect(() => planRun(samplePlanInput({ env: { MOAT_RUNTIME: "x" } }))).toThrow(
      expect.objectContaining({ hint: "Use 'docker' or 'apple'." }),
    );
    expect(() => planRun(samplePlanInput({ request: { env: ["A B=hunter2"] } }))).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("hunter2") }),
    );
  });
});
