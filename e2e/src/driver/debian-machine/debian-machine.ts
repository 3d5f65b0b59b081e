import { chmod, mkdir, mkdtemp, readlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inject } from "vitest";
import { asRoot } from "../as-root.ts";
import { engineVariable } from "../engine.ts";
import { type Ended, MoatProcess } from "../moat-process.ts";

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const PORT = "8080";

/** A clean Debian machine with Docker and without gVisor, and a signed apt repository on its loopback that has one. */
export class DebianMachine {
  readonly directory: string;
  /** For `--source`. */
  readonly source = `http://127.0.0.1:${PORT}`;
  readonly #processes: MoatProcess[] = [];
  #pid = "";

  private constructor(directory: string) {
    this.directory = directory;
  }

  /** Starts one; Docker has the image of moat's runs. */
  static async start(): Promise<DebianMachine> {
    const machine = new DebianMachine(await mkdtemp(join(tmpdir(), "moat-machine-")));
    try {
      await machine.#boot();
    } catch (error) {
      await machine[Symbol.asyncDispose]();
      throw error;
    }
    return machine;
  }

  /** Runs a shell script in the machine, as root; fails when it does. */
  async sh(script: string): Promise<string> {
    const { code, stdout, stderr } = await this.run(["sh", "-euc", script]);
    if (code !== 0) throw new Error(`in the machine, ${script}: ${code} ${stderr}`);
    return stdout.toString();
  }

  /** Runs the installed `moat` in the machine, as root or as another user. */
  async moat(args: readonly string[], user = 0): Promise<Ended> {
    const identity = ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups"];
    const ended = await this.run([...identity, join(inject("installedCli"), "bin", "moat"), ...args], user);
    if (/^ {4}at \S/m.test(ended.stderr)) throw new Error(`moat printed a stack trace:\n${ended.stderr}`);
    return ended;
  }

  /** Runs a program in the machine to its end. */
  run(argv: readonly string[], user = 0): Promise<Ended> {
    const variables = [
      `PATH=${inject("installedCli")}/bin:${PATH}`,
      `HOME=${user === 0 ? "/root" : "/tmp"}`,
      `MOAT_HOME=/tmp/moat-home-${user}`,
    ];
    return this.#start([
      "nsenter",
      "-t",
      this.#pid,
      "--net",
      "--mount",
      "--pid",
      "--",
      "env",
      "-i",
      // Where it comes from is no directory in there.
      "--chdir=/",
      ...variables,
      ...argv,
    ]).ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // With its first process all of them go, and the mounts.
    if (this.#pid !== "") await asRoot("kill", "-KILL", this.#pid);
    for (const { child } of this.#processes)
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
    for (const { ended } of this.#processes) await ended;
    await asRoot("rm", "-rf", "--one-file-system", this.directory);
  }

  async #boot(): Promise<void> {
    const repository = join(this.directory, "repository");
    await chmod(this.directory, 0o755);
    await mkdir(repository);
    const runtimes = join(engineVariable("MOAT_TEST_ENGINE_DIR"), "runtimes");
    await asRoot("bash", here("make-repository.sh"), repository, "20260905.0", runtimes);
    const docker = dirname(await readlink(engineVariable("MOAT_TEST_DOCKER_CLI")));
    const [image = ""] = (await asRoot(here("../../../../tools/engine/engine"), "base-image")).trim().split("\n");
    const parent = await cgroupParent();
    const machine = this.#start([
      "bash",
      here("machine.sh"),
      this.directory,
      image,
      docker,
      inject("installedCli"),
      parent,
    ]);
    await machine.says("ready ");
    this.#pid = /ready (\d+)/.exec(machine.stdout)?.[1] ?? "";
    const files = this.#start([
      "nsenter",
      "-t",
      this.#pid,
      "--net",
      "--",
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      here("serve-files.ts"),
      repository,
      PORT,
    ]);
    await files.says("ready");
    const root = join(this.directory, "root");
    await asRoot("cp", here("start-dockerd.sh"), join(root, "start-dockerd"));
    for (const key of ["key.asc", "key.gpg"]) await asRoot("cp", join(repository, key), join(root, key));
    await this.sh("sh /start-dockerd && docker import -c 'CMD [\"bash\"]' /image.tar debian:bookworm-slim");
  }

  #start(argv: readonly string[]): MoatProcess {
    const [program = "", ...args] = process.geteuid?.() === 0 ? argv : ["sudo", "-n", ...argv];
    const started = new MoatProcess(program, args, { cwd: "/", env: { PATH, LC_ALL: "C" } });
    this.#processes.push(started);
    return started;
  }
}

const PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** The control group of the engine, so that what is left of the machine is found as what is left of the engine. */
async function cgroupParent(): Promise<string> {
  const config: unknown = JSON.parse(await asRoot("cat", join(engineVariable("MOAT_TEST_ENGINE_DIR"), "daemon.json")));
  return String(Reflect.get(Object(config), "cgroup-parent"));
}
