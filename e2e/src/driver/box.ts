import { chmod, cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { asRoot } from "./as-root.ts";
import { bareHost, docker, engineHost, labelled, removeAll } from "./engine.ts";
import { type Ended, MoatProcess, type ProcessOptions, type User } from "./moat-process.ts";

/** How one `moat` is called. */
export interface MoatOptions {
  /** The workspace by default. */
  readonly cwd?: string;
  /** Beside the box's own variables; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: ProcessOptions["input"];
  readonly user?: User;
}

/** A user's world for one test: a home, a workspace, the installed `moat`, and an end that leaves nothing. */
export class Box {
  readonly directory: string;
  readonly home: string;
  readonly moatHome: string;
  readonly workspace: string;
  readonly #cli: string;
  readonly #processes: MoatProcess[] = [];

  private constructor(directory: string, cli: string) {
    this.directory = directory;
    this.#cli = cli;
    this.home = join(directory, "home");
    this.moatHome = join(directory, "moat-home");
    this.workspace = join(directory, "workspace");
  }

  /** A box in which moat was never run: there is no MOAT_HOME. */
  static async fresh(): Promise<Box> {
    const box = new Box(await mkdtemp(join(tmpdir(), "moat-e2e-")), inject("installedCli"));
    await chmod(box.directory, 0o755);
    for (const path of [box.home, box.workspace]) await mkdir(path);
    return box;
  }

  /** A box in which the proof that the engine's gVisor is real was made before, so that its runs start at once. */
  static async open(): Promise<Box> {
    const box = await Box.fresh();
    await mkdir(box.moatHome, { mode: 0o700 });
    await cp(join(inject("provedHome"), "cache"), join(box.moatHome, "cache"), { recursive: true });
    return box;
  }

  /** The variables that every `moat` of this box has. */
  get env(): Readonly<Record<string, string>> {
    return {
      PATH: `${this.#cli}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
      HOME: this.home,
      LANG: "C.UTF-8",
      MOAT_HOME: this.moatHome,
      DOCKER_HOST: engineHost(),
    };
  }

  get program(): string {
    return join(this.#cli, "bin", "moat");
  }

  /** Starts `moat`. */
  start(args: readonly string[], options: MoatOptions = {}): MoatProcess {
    return this.#start(this.program, args, options);
  }

  /** Starts `moat` and leaves it to the test to read what it prints. */
  startUnread(args: readonly string[]): MoatProcess {
    return this.#start(this.program, args, { reads: false });
  }

  /** Starts any program with this box's variables. */
  startProgram(program: string, args: readonly string[], options: MoatOptions = {}): MoatProcess {
    return this.#start(program, args, options);
  }

  /** Runs `moat` to its end. Whatever happens, no user may ever see a stack trace. */
  async moat(args: readonly string[], options: MoatOptions = {}): Promise<Ended> {
    const ended = await this.start(args, options).ended;
    if (/^ {4}at \S/m.test(ended.stderr)) throw new Error(`moat printed a stack trace:\n${ended.stderr}`);
    return ended;
  }

  /** Runs `moat` and reads its standard output as JSON. */
  async json(args: readonly string[], options: MoatOptions = {}): Promise<unknown> {
    const own = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
    const words = [...own, "--json", ...args.slice(own.length)];
    const { code, stdout, stderr } = await this.moat(words, options);
    if (code !== 0) throw new Error(`moat ${args.join(" ")} ended with ${code}: ${stderr}${stdout.toString()}`);
    return JSON.parse(stdout.toString());
  }

  /** Writes a file into the workspace. */
  async write(name: string, content: string): Promise<void> {
    await writeFile(join(this.workspace, name), content);
  }

  /** Gives the home and the workspace, or other paths, to another user. */
  async giveTo({ uid, gid }: User, paths: readonly string[] = [this.home, this.workspace]): Promise<void> {
    await asRoot("chown", "-R", `${uid}:${gid}`, ...paths);
  }

  /** Lists what of this box's installation is in the engines. */
  async leftovers(): Promise<readonly string[]> {
    const label = await this.#label();
    return label === undefined ? [] : [...(await labelled(label)), ...(await labelled(label, bareHost()))];
  }

  /** Tells in which states the engine has the containers of this box's runs: `created`, `running`, `exited`. */
  async states(): Promise<readonly string[]> {
    const label = await this.#label();
    if (label === undefined) return [];
    const filters = [label, "dev.moat.role=run"].flatMap((text) => ["--filter", `label=${text}`]);
    return await docker(["ps", "--all", ...filters, "--format", "{{.State}}"]);
  }

  /** Ends what still runs, and fails when anything of this box is left in an engine; that is removed all the same. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { child } of this.#processes)
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    const label = await this.#label();
    const left = await this.leftovers();
    if (label !== undefined)
      for (const host of [engineHost(), bareHost()]) await removeAll(await labelled(label, host), host);
    await asRoot("rm", "-rf", "--one-file-system", this.directory);
    if (left.length > 0) throw new Error(`this test left in the engine: ${left.join(", ")}`);
  }

  async #label(): Promise<string | undefined> {
    // Root, for the directory may belong to any user.
    const file = join(this.moatHome, "installation");
    const id = await asRoot("sh", "-c", 'if [ -e "$1" ]; then cat "$1"; fi', "sh", file);
    return id === "" ? undefined : `dev.moat.installation=${id.trim()}`;
  }

  #start(
    program: string,
    args: readonly string[],
    { cwd = this.workspace, env = {}, ...options }: MoatOptions & { readonly reads?: boolean },
  ): MoatProcess {
    const all = Object.entries({ ...this.env, ...env });
    const given = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
    const started = new MoatProcess(program, args, { ...options, cwd, env: Object.fromEntries(given) });
    this.#processes.push(started);
    return started;
  }
}
