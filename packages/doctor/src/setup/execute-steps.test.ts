import { describe, expect, it } from "vitest";
import { setupFacts } from "../testing/setup-facts.ts";
import { executeSteps } from "./execute-steps.ts";
import { planSetup, sha256 } from "./plan-setup.ts";
import { openRoot } from "./root-programs.ts";
import type { ProgramPort } from "./run-program.ts";
import { SETUP_BACKUP } from "./setup-state.ts";

const CONFIG = "/etc/docker/daemon.json";
const FACTS = setupFacts({ isRoot: true });

/** A machine in memory that remembers what was called; `failing` says which calls fail. */
function machine(failing: (call: string) => boolean = () => false) {
  const calls: string[] = [];
  let config = FACTS.daemonJson ?? "";
  let next = "";
  const digests: Readonly<Record<string, () => string>> = {
    [CONFIG]: () => sha256(config),
    [SETUP_BACKUP]: () => sha256(FACTS.daemonJson ?? ""),
  };
  const programs: ProgramPort = {
    async run(argv, input = "") {
      const call = argv.join(" ");
      calls.push(call);
      if (failing(call)) return { code: 1, stdout: "", stderr: "it does not work" };
      if (call.startsWith("apt-cache")) return { code: 0, stdout: "  Candidate: 20260905.0\n", stderr: "" };
      if (argv[0] === "sha256sum") return { code: 0, stdout: `${digests[argv[1] ?? ""]?.()}  x`, stderr: "" };
      if (argv[0] === "tee") next = input;
      if (call === `mv -T ${CONFIG}.moat-new ${CONFIG}`) config = next;
      if (call.startsWith(`cp -a -T ${SETUP_BACKUP}`)) next = FACTS.daemonJson ?? "";
      // What gVisor's own package does.
      if (call.endsWith("runsc") && call.includes("apt-get install")) config = "written anew";
      return { code: 0, stdout: "", stderr: "" };
    },
  };
  return { calls, programs, config: () => config };
}

function execute({ programs, config }: ReturnType<typeof machine>, obeys: boolean): Promise<void> {
  const isListed = () => Promise.resolve(obeys && config().includes("/usr/bin/runsc"));
  const parts = { isListed, onStep: () => {} };
  const plan = planSetup(FACTS, { kind: "official" });
  return executeSteps({ plan, facts: FACTS, programs, root: programs, parts, reloadTimeoutMs: 1 });
}

describe("executeSteps", () => {
  it("records what a step will leave before the step begins, and replaces daemon.json at once", async () => {
    const made = machine();
    const { calls, config } = made;
    await execute(made, true);
    const at = (part: string) => calls.findIndex((call) => call.includes(part));
    expect(at("tee /var/lib/moat/setup/state.json")).toBeLessThan(at("download-file"));
    expect(at("--validate")).toBeLessThan(at(`mv -T ${CONFIG}.moat-new`));
    expect(JSON.parse(config())).toEqual({ debug: true, runtimes: { runsc: { path: "/usr/bin/runsc" } } });
  });

  it("takes all back when the engine does not list the runtime afterwards", async () => {
    const made = machine();
    const { calls, config } = made;
    await expect(execute(made, false)).rejects.toMatchObject({
      code: "SETUP_FAILED",
      message: expect.stringContaining("did not list the runtime"),
      hint: "All that was done before was taken back.",
    });
    expect(config()).toBe(FACTS.daemonJson);
    // An engine that did not survive what it read is started again.
    expect(calls.at(-1)).toBe("systemctl start docker");
    expect(calls).toContain("dpkg --purge runsc");
    expect(calls).toContain("rm -f /etc/apt/sources.list.d/moat-gvisor.list");
  });

  it.each(["download-file", "apt-get update", "apt-get install", "--validate", `mv -T ${CONFIG}`])(
    "gives daemon.json back when this fails: %s",
    async (part) => {
      let failed = false;
      const made = machine((call) => call.includes(part) && !failed && (failed = true));
      await expect(execute(made, true)).rejects.toMatchObject({
        code: "SETUP_FAILED",
        message: expect.stringContaining("it does not work"),
      });
      expect(made.config()).toBe(FACTS.daemonJson);
    },
  );

  it("says when not all of it could be taken back", async () => {
    const made = machine((call) => call.includes("--validate") || call.startsWith("dpkg"));
    await expect(execute(made, true)).rejects.toMatchObject({ hint: expect.stringContaining("moat setup --undo") });
  });
});

describe("openRoot", () => {
  it("asks sudo once, without a password where nobody could type one", async () => {
    const { calls, programs } = machine();
    const root = await openRoot(programs, { isRoot: false, asks: false });
    await root.run(["true"]);
    expect(calls).toEqual(["sudo -n -- true", "sudo -n -- true"]);
  });

  it("refuses where sudo does", async () => {
    const { programs } = machine((call) => call.startsWith("sudo"));
    await expect(openRoot(programs, { isRoot: false, asks: true })).rejects.toMatchObject({
      code: "SETUP_NEEDS_ROOT",
      message: expect.stringContaining("it does not work"),
    });
  });
});
