import { release } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DebianMachine } from "./driver/debian-machine/debian-machine.ts";

let machine: DebianMachine;

beforeAll(async () => {
  machine = await DebianMachine.start();
});
afterAll(async () => {
  await machine[Symbol.asyncDispose]();
});

const CONFIG = "/etc/docker/daemon.json";
const given = () => ["--source", machine.source, "--key", "/key.asc"];

// What is unusual in it and valid all the same: tabs, line ends, order, escapes, a number, no end of the last line.
const UNUSUAL = `{\r\n\t"labels" : [ "z=\\u00e9\\/", "a= 1" ],\r\n\t  "shutdown-timeout":15,"runtimes":{ "mine": {"path":"/usr/local/bin/runc","runtimeArgs":[ ]} }\r\n,"max-concurrent-downloads": 2 }`;

beforeEach(async () => {
  await machine.sh(`rm -rf /etc/docker; rm -f /etc/apt/sources.list.d/*; chmod 666 /var/run/docker.sock`);
});

/** Everything of the machine that a set-up may change. */
const world = () =>
  machine.sh(
    `find /etc/docker /etc/apt /var/lib/moat /usr/bin /usr/libexec -printf '%p %m %u %g %s\\n' 2>/dev/null | sort
     sha256sum ${CONFIG} 2>/dev/null || true
     dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' runsc 2>/dev/null | grep '^installed' || true`,
  );

const write = (text: string, mode = "0644") =>
  machine.sh(
    `mkdir -p /etc/docker && printf %s ${quoted(text)} > ${CONFIG} && chmod ${mode} ${CONFIG} && chgrp 4321 ${CONFIG}`,
  );
const read = () => machine.sh(`cat ${CONFIG}`);
const runtimes = () => machine.sh("docker info --format '{{json .Runtimes}}'");
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;

async function json(args: readonly string[], user?: number): Promise<unknown> {
  const { code, stdout, stderr } = await machine.moat([...args, "--json"], user);
  if (code !== 0) throw new Error(`moat ${args.join(" ")}: ${stderr}${stdout.toString()}`);
  return JSON.parse(stdout.toString());
}

/** Runs a set-up that must refuse, and change nothing. */
async function refused(
  args: readonly string[],
  user?: number,
): Promise<{ readonly code: string; readonly text: string }> {
  const before = await world();
  const { code, stdout, stderr } = await machine.moat(["setup", ...args, "--json"], user);
  expect({ code, stderr }).toMatchObject({ code: 1 });
  expect(await world()).toBe(before);
  const { error } = JSON.parse(stdout.toString());
  return { code: error.code, text: `${error.message}\n${error.hint}` };
}

describe("moat setup", () => {
  it("on a clean machine installs, reloads, proves; is ready then; and takes all of it back", async () => {
    const before = await world();
    const pid = await machine.sh("cat /var/run/docker.pid");
    expect(await runtimes()).not.toContain("runsc");
    const lived = (await machine.sh("docker run -d --runtime runc debian:bookworm-slim sleep 600")).trim();

    const done = await json(["setup", "--yes", ...given()]);
    expect(done).toMatchObject({ outcome: "installed", proof: { source: "fresh" } });
    expect(await runtimes()).toContain('"runsc":{"path":"/usr/bin/runsc"');
    // Reloaded, not restarted.
    expect(await machine.sh("cat /var/run/docker.pid")).toBe(pid);
    expect(await machine.sh(`docker inspect -f '{{.State.Running}}' ${lived}`)).toBe("true\n");
    const inside = await machine.moat(["run", "/srv", "--", "uname", "-r"]);
    expect(inside).toMatchObject({ code: 0 });
    expect(inside.stdout.toString().trim()).not.toBe(release());

    const ready = await world();
    expect(await json(["setup", ...given()])).toMatchObject({
      outcome: "ready",
      steps: [],
      proof: { source: "cached" },
    });
    expect(await world()).toBe(ready);

    const undone = await json(["setup", "--undo", "--yes"]);
    expect(undone).toMatchObject({ outcome: "undone", notes: [] });
    expect(await world()).toBe(before);
    // Docker has forgotten it, too, although no file tells it to.
    expect(await runtimes()).not.toContain("runsc");
    expect(await json(["setup", "--undo", "--yes"])).toMatchObject({ outcome: "nothing" });
    await machine.sh(`docker rm -f ${lived}`);
  });

  it("keeps an unusual daemon.json, with its mode and owner, and gives it back byte for byte", async () => {
    await write(UNUSUAL, "0640");
    const before = await world();
    await json(["setup", "--yes", "--source", machine.source, "--key", "/key.gpg"]);
    const after = await read();
    expect(JSON.parse(after)).toEqual({
      ...Object(JSON.parse(UNUSUAL)),
      runtimes: { mine: { path: "/usr/local/bin/runc", runtimeArgs: [] }, runsc: { path: "/usr/bin/runsc" } },
    });
    // Nothing but the entry was added, and nothing else written anew, although the package's own script does that.
    expect(after.replace(/,\s*"runsc":\s*\{\s*"path":\s*"\/usr\/bin\/runsc"\s*\}\s*/, "").replaceAll(/\s/g, "")).toBe(
      UNUSUAL.replaceAll(/\s/g, ""),
    );
    expect(after).toContain('"labels" : [ "z=\\u00e9\\/", "a= 1" ],\r\n\t  "shutdown-timeout":15');
    expect(await machine.sh(`stat -c '%a %u %g' ${CONFIG}`)).toBe("640 0 4321\n");
    expect(await runtimes()).toMatch(/"mine".*"runsc"/);
    expect(await json(["setup", "--undo", "--yes"])).toMatchObject({ outcome: "undone", notes: [] });
    expect(await world()).toBe(before);
    expect(await read()).toBe(UNUSUAL);
  });

  it("keeps what somebody changed since, and says so", async () => {
    await write(UNUSUAL);
    await json(["setup", "--yes", ...given()]);
    await write((await read()).replace("15", "16"));
    const undone = await json(["setup", "--undo", "--yes"]);
    expect(undone).toMatchObject({ notes: [`${CONFIG} was changed since: only the runtime "runsc" was taken out.`] });
    expect(JSON.parse(await read())).toEqual({ ...Object(JSON.parse(UNUSUAL)), "shutdown-timeout": 16 });
    expect(await machine.sh("ls /etc/apt/sources.list.d; dpkg-query -W runsc 2>&1 || true")).toContain("no packages");
  });

  it("takes everything back when Docker finds the new file invalid", async () => {
    await write('{"no-such-key": true}');
    const before = await world();
    const { code, text } = await refused(["--yes", ...given()]);
    expect(code).toBe("SETUP_FAILED");
    expect(text).toMatch(/no-such-key/);
    expect(text).toContain("All that was done before was taken back.");
    expect(await world()).toBe(before);
  });

  it("takes everything back when the repository is signed by another key", async () => {
    await machine.sh("sed 's/^mDM.*/mDMEZ/' /key.asc > /other.asc");
    const { code, text } = await refused(["--yes", "--source", machine.source, "--key", "/other.asc"]);
    expect(code).toBe("SETUP_FAILED");
    expect(text).toMatch(/NO_PUBKEY|not signed|signature/i);
  });
});

/** Lets apt know a package of the distribution that cannot be fetched: it must not come to that. */
const distribution = (version: string) =>
  machine.sh(
    `mkdir -p /distro && printf 'Package: runsc\\nVersion: %s\\nArchitecture: all\\nFilename: x.deb\\nSize: 1\\nDescription: x\\n' ${version} > /distro/Packages
     echo 'deb [trusted=yes] copy:/distro ./' > /etc/apt/sources.list.d/distro.list && apt-get -qq update`,
  );

describe("moat setup --from-distro", () => {
  it.for([
    ["0.0~20221219.0-1+b4", "list a directory"],
    ["0.0~20240729.0-7+b1", "dies when a command forks"],
  ])("refuses %s before it installs anything", async ([version = "", reason = ""]) => {
    await distribution(version);
    const { code, text } = await refused(["--from-distro", "--yes"]);
    expect(code).toBe("GVISOR_UNFIT");
    expect(text).toContain(version);
    expect(text).toContain(reason);
  });

  it("refuses when apt knows no package", async () => {
    await machine.sh("rm -rf /distro /var/lib/apt/lists/*");
    expect(await refused(["--from-distro", "--yes"])).toMatchObject({ code: "GVISOR_UNFIT" });
  });

  it("installs one that works", async () => {
    await machine.sh(`echo 'deb [signed-by=/key.asc] ${machine.source} release main' > /etc/apt/sources.list.d/distro.list
      apt-get -qq update`);
    const before = await world();
    expect(await json(["setup", "--from-distro", "--yes"])).toMatchObject({ outcome: "installed" });
    await json(["setup", "--undo", "--yes"]);
    expect(await world()).toBe(before);
  });
});

describe("moat setup refuses, and changes nothing", () => {
  it("to wait for an answer without a terminal", async () => {
    const { code, text } = await refused(given());
    expect(code).toBe("CONFIRMATION_NEEDED");
    expect(text).toContain("--yes");
  });

  it("when the answer is no", async () => {
    const before = await world();
    const typed = await machine.sh(
      `printf 'n\\n' | script -qec 'moat setup ${given().join(" ")}' /dev/null || echo "ended $?"`,
    );
    expect(typed).toContain("Do this? [y/N]");
    expect(typed).toContain("Nothing was changed.");
    expect(typed).toContain("ended 1");
    expect(await world()).toBe(before);
  });

  it("anything but a plan with --dry-run", async () => {
    const before = await world();
    const { code, stdout } = await machine.moat(["setup", "--dry-run", ...given()]);
    expect(code).toBe(0);
    for (const part of ["sudo apt-get update", "runsc", CONFIG, "kill -HUP", "(undo: removes the package)"])
      expect(stdout.toString()).toContain(part);
    expect(await world()).toBe(before);
  });

  it("a daemon.json that is broken", async () => {
    await write('{ "debug": true } // for now');
    const { code, text } = await refused(["--yes", ...given()]);
    expect(code).toBe("DAEMON_CONFIG_INVALID");
    expect(text).toContain(`${CONFIG} is not JSON`);
  });

  it("to write over a runtime of that name", async () => {
    await write('{"runtimes": {"runsc": {"path": "/opt/runsc", "runtimeArgs": ["--debug"]}}}');
    const { code, text } = await refused(["--yes", ...given()]);
    expect(code).toBe("SETUP_CONFLICT");
    expect(text).toContain("/opt/runsc");
  });

  it("a user who may not read daemon.json", async () => {
    await write("{}", "0600");
    expect(await refused(["--yes", ...given()], 1000)).toMatchObject({ code: "DAEMON_CONFIG_INVALID" });
  });

  it("a user who has no way to be root", async () => {
    await write(UNUSUAL);
    const { code, text } = await refused(["--yes", ...given()], 1000);
    expect(code).toBe("SETUP_NEEDS_ROOT");
    expect(text).toContain("sudo moat setup");
  });

  it("another system, with the steps for it", async () => {
    await machine.sh("cp /etc/os-release /os-release && rm /etc/os-release");
    try {
      await machine.sh(`printf 'ID=fedora\\nPRETTY_NAME="Fedora Linux 44"\\n' > /etc/os-release`);
      const { code, text } = await refused(["--yes"]);
      expect(code).toBe("SETUP_UNSUPPORTED");
      expect(text).toContain("on Fedora Linux 44");
      for (const step of ["dnf install", "gvisor.tar.bz2", "runsc install", "systemctl reload docker"])
        expect(text).toContain(step);
    } finally {
      await machine.sh("rm /etc/os-release; cp /os-release /etc/os-release");
    }
  });
});
