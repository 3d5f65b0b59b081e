import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { release } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asRoot } from "./driver/as-root.ts";
import { Box, type MoatOptions } from "./driver/box.ts";
import { reconfigured } from "./driver/daemon-config.ts";
import { bareHost, docker, engineVariable } from "./driver/engine.ts";
import { listenSilently } from "./driver/listen-silently.ts";

interface Finding {
  readonly id: string;
  readonly status: string;
  readonly seen: string;
  readonly why: string;
  readonly fix: string;
}

const unfit = (build: string) => `${engineVariable("MOAT_TEST_UNFIT")}/runsc-${build}`;
const goodRunsc = () => `${engineVariable("MOAT_TEST_ENGINE_DIR")}/runtimes/runsc`;

/** Asks the doctor as a program does. Whatever it finds, it changes nothing. */
async function doctor(box: Box, options: MoatOptions = {}) {
  const before = await everything(box);
  const { code, stdout, stderr } = await box.moat(["doctor", "--json"], options);
  expect({ stderr, after: await everything(box) }).toEqual({ stderr: "", after: before });
  const answer: { readonly ok: boolean; readonly findings: readonly Finding[] } = JSON.parse(stdout.toString());
  expect(answer.ok).toBe(code === 0);
  const finding = (id: string) => answer.findings.find((each) => each.id === id);
  const not = (status: string) => answer.findings.flatMap((each) => (each.status === status ? each.id : []));
  return {
    code,
    findings: answer.findings,
    finding,
    problems: not("problem"),
    warnings: not("warning"),
    unknown: not("unknown"),
  };
}

async function everything(box: Box) {
  return {
    containers: await docker(["ps", "-aq"]),
    files: await readdir(box.directory, { recursive: true }),
  };
}

describe("a good engine", () => {
  it("all is well, proved anew, and nothing is left behind", async () => {
    await using box = await Box.fresh();
    const images = await docker(["images", "-aq"]);
    const { code, findings, finding } = await doctor(box);
    expect(await docker(["images", "-aq"])).toEqual(images);
    expect({ code, bad: findings.filter(({ status }) => status !== "ok") }).toEqual({ code: 0, bad: [] });
    expect(finding("engine")?.seen).toMatch(
      /^Docker \d.* \(API 1\.\d+\) at unix:.*, found by DOCKER_HOST; on this machine/,
    );
    expect(finding("gvisor-program")?.seen).toMatch(/runtimes\/runsc, version \S+$/);
    expect(finding("gvisor-proof")?.seen).toMatch(
      /^proved in a container of debian:bookworm-slim \(annotation\+guest\)/,
    );
    const { stdout } = await box.moat(["doctor"]);
    expect(stdout.toString()).toMatch(/^ok {2}engine +Docker [^]*\n\nAll is well\.\n$/);
  });

  it("warns of a network that is the host's, and the fix is a command with the other arguments", async () => {
    const runsc = { path: `${goodRunsc()}-hostnet`, runtimeArgs: ["--network=host", "--debug=false"] };
    await using _engine = await reconfigured({ runtimes: { runsc } });
    await using box = await Box.fresh();
    const { code, finding, warnings } = await doctor(box);
    expect({ code, warnings }).toEqual({ code: 0, warnings: ["gvisor-network"] });
    expect(finding("gvisor-network")?.fix).toBe(
      `sudo ${runsc.path} install --runtime=runsc -- --debug=false && sudo systemctl reload docker`,
    );
  });
});

describe("an engine that is not fit", () => {
  it("without runsc", async () => {
    await using box = await Box.fresh();
    const { code, problems, finding } = await doctor(box, { env: { DOCKER_HOST: bareHost() } });
    expect({ code, problems }).toEqual({ code: 1, problems: ["gvisor-runtime"] });
    expect(finding("gvisor-runtime")?.fix).toBe("moat setup");
  });

  it.for<[string, () => object, string[], RegExp]>([
    ["Debian bookworm's build", () => ({ path: unfit("bookworm") }), ["gvisor-too-old"], /cannot list a directory/],
    ["Debian sid's build", () => ({ path: unfit("sid") }), ["gvisor-broken-build"], /died when the command forked/],
    ["one that is runc", () => ({ path: "runc" }), [], /saw the engine's own kernel/],
    ["one that is missing on disk", () => ({ path: "/nonexistent/runsc" }), ["gvisor-program"], /no such file/],
  ])("%s: the proof fails, the reason is known, and the fix is named", async ([, entry, ids, reason]) => {
    await using _engine = await reconfigured({ runtimes: { runsc: entry() } });
    await using box = await Box.fresh();
    const { code, problems, finding } = await doctor(box);
    expect(code).toBe(1);
    expect(problems).toEqual(expect.arrayContaining([...ids, "gvisor-proof"]));
    expect(finding("gvisor-proof")?.seen).toMatch(reason);
    for (const id of problems) expect(finding(id)).toMatchObject({ fix: "moat setup" });
  });

  it("an old gVisor on a new kernel, without what hides the kernel's newer file from it: what its error means", async () => {
    const runsc = { path: unfit("sid").replace("runsc-sid", "sid-runsc") };
    await using _engine = await reconfigured({ runtimes: { runsc } });
    await using box = await Box.fresh();
    const { problems, finding } = await doctor(box);
    const [major = 0, minor = 0] = release().split(".").map(Number);
    const isNew = major > 6 || (major === 6 && minor >= 11);
    const message = "cannot run with network enabled in root network namespace";
    expect(problems).toContain("gvisor-proof");
    expect(problems.includes("gvisor-new-kernel")).toBe(isNew);
    expect(finding("gvisor-proof")?.seen.includes(message)).toBe(isNew);
    expect(finding("gvisor-new-kernel")?.why.includes(message) ?? false).toBe(isNew);
  });

  it("Podman in Docker's place", async () => {
    await using box = await Box.fresh();
    const { code, warnings, problems, unknown } = await doctor(box, {
      env: { DOCKER_HOST: engineVariable("MOAT_TEST_PODMAN_HOST") },
    });
    // Podman has runsc in its table, whether it is there or not; and none of the images that doctor would run.
    expect({ code, problems, unknown }).toEqual({ code: 1, problems: ["gvisor-program"], unknown: ["gvisor-proof"] });
    expect(warnings).toContain("engine-podman");
  });
});

describe("no engine", () => {
  it("is a finding with what was tried, not an error", async () => {
    await using box = await Box.fresh();
    const { code, problems, finding } = await doctor(box, {
      env: { DOCKER_HOST: undefined, XDG_RUNTIME_DIR: box.home },
    });
    expect({ code, problems }).toEqual({ code: 1, problems: ["engine"] });
    expect(finding("engine")?.why).toContain("unix:///var/run/docker.sock: ");
    expect(finding("engine")?.fix).toMatch(/^sudo /);
  });

  it("that lets this user in", async () => {
    await using box = await Box.fresh();
    const path = join(box.directory, "private.sock");
    await using _server = await listenSilently(path);
    await chmod(path, 0o600);
    const user = { uid: 12_345, gid: 12_345 };
    await box.giveTo(user, [box.home]);
    const env = { DOCKER_HOST: `unix://${path}`, MOAT_HOME: join(box.home, ".moat") };
    const { problems, finding } = await doctor(box, { env, user });
    expect(problems).toEqual(["engine"]);
    expect(finding("engine")).toMatchObject({
      seen: expect.stringMatching(/^Permission denied/),
      fix: 'sudo usermod -aG docker "$USER" && newgrp docker',
    });
  });

  it("that answers: it is given up", async () => {
    await using box = await Box.fresh();
    const path = join(box.directory, "silent.sock");
    await using _server = await listenSilently(path);
    const { problems, finding } = await doctor(box, { env: { DOCKER_HOST: `unix://${path}` } });
    expect(problems).toEqual(["engine"]);
    expect(finding("engine")?.fix).toBe("sudo systemctl restart docker");
  });
});

describe("moat's own directory", () => {
  it("is mended by what the findings say", async () => {
    await using box = await Box.open();
    const damaged = "run_0123456789ab";
    await mkdir(join(box.moatHome, "runs", damaged), { recursive: true });
    await mkdir(join(box.moatHome, "live"));
    await writeFile(join(box.moatHome, "runs", damaged, "run.json"), "{");
    await writeFile(join(box.moatHome, "live", damaged), "");
    await chmod(box.moatHome, 0o755);
    // What is looked at here needs no engine, and no proof.
    const env = { DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const { finding } = await doctor(box, { env });
    for (const id of ["home", "home-records"]) {
      expect(finding(id)).toMatchObject({ status: "warning" });
      const { code: mended, stderr } = await box.startProgram("sh", ["-c", finding(id)?.fix ?? ""]).ended;
      expect({ mended, stderr }).toEqual({ mended: 0, stderr: "" });
    }
    const after = await doctor(box, { env });
    expect([after.finding("home"), after.finding("home-records")]).toMatchObject([{ status: "ok" }, undefined]);
  });

  it("that cannot be used is a finding", async () => {
    await using box = await Box.fresh();
    const env = { MOAT_HOME: "relative", DOCKER_HOST: `unix://${box.directory}/none.sock` };
    const { code, problems } = await doctor(box, { env });
    expect({ code, problems }).toEqual({ code: 1, problems: ["engine", "home"] });
  });
});

describe("leaked sandboxes", () => {
  it("are found, and ended by the command of the finding", async () => {
    await using box = await Box.open();
    // Without an init, a command that does not exist leaves processes behind when the container is removed: gVisor's own
    // for some seconds, and what started them for good.
    await docker(["run", "--rm", "--runtime", "runsc-hostnet", "busybox:latest", "/nosuch"]).catch(() => {});
    const { finding } = await doctor(box);
    expect(finding("leaked-sandboxes")).toMatchObject({
      status: "warning",
      seen: expect.stringMatching(/shim/),
    });
    await asRoot("sh", "-c", (finding("leaked-sandboxes")?.fix ?? "").replace("sudo ", ""));
    expect((await doctor(box)).finding("leaked-sandboxes")).toMatchObject({ status: "ok" });
  });
});
