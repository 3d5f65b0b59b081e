import { randomBytes } from "node:crypto";

import {
  type Attachment,
  type ContainerExit,
  type ContainerSpec,
  type CreatedContainer,
  type ExecSpec,
  type Execution,
  type Runtime,
  type RuntimeCapabilities,
  containerSpec,
} from "@moat/core";
import { afterAll, afterEach, beforeAll, it } from "vitest";

import { CONTRACT_PROGRAMS, type ContractProgram } from "./contract-programs.ts";
import type { ContractSubject } from "./contract-subject.ts";
import { OutputRecord } from "./output-record.ts";
import { within } from "./until.ts";

/** A container that was started with an attachment whose output is being read. */
export interface Launched extends CreatedContainer {
  readonly attachment: Attachment;
  readonly output: OutputRecord;
}

/** A container whose process has ended. */
export interface Finished extends CreatedContainer {
  readonly exit: ContainerExit;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

type Given = Partial<ContainerSpec>;

/** The runtime under test, with what the tests share: unique names, labels, and the removal of whatever a test made. */
export class ContractSession {
  readonly contract: string;
  readonly subject: ContractSubject;
  /** On everything that the contract makes; `afterEach` removes by it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly #id = randomBytes(4).toString("hex");
  readonly #attachments = new Set<Attachment>();
  #count = 0;
  #runtime: Runtime | undefined;

  constructor(contract: string, subject: ContractSubject) {
    this.contract = contract;
    this.subject = subject;
    this.labels = { ...subject.labels, "dev.moat.contract": this.#id };
  }

  /** Registers the hooks; called once, inside the contract's `describe`. */
  registerHooks(): void {
    beforeAll(async () => {
      this.#runtime = await this.subject.create();
    }, 60_000);
    afterEach(async () => this.#cleanUp(), 60_000);
    afterAll(async () => this.#runtime?.[Symbol.asyncDispose](), 60_000);
  }

  get runtime(): Runtime {
    if (this.#runtime === undefined) throw new Error("The contract's runtime is there inside tests only.");
    return this.#runtime;
  }

  /** Whether containers are real: registers tests of what needs a kernel, or says why it does not. */
  onPosix(what: string, register: () => void): void {
    if (this.subject.guest === "posix") register();
    else this.notRun(what, `a ${this.subject.guest} guest has no kernel, no users and no file system of its own`);
  }

  /** Says on stderr that tests are left out, and why: nothing is skipped in silence. */
  notRun(what: string, why: string): void {
    process.stderr.write(`runtime contract, ${this.contract}: not run: ${what}, because ${why}\n`);
  }

  /** A name that no other test uses. */
  name(): string {
    this.#count += 1;
    return `moat-contract-${this.#id}-${this.#count}`;
  }

  /** The command of one of the contract's programs. */
  program(name: ContractProgram, ...args: readonly string[]): readonly string[] {
    return this.subject.guest === "scripted" ? [name, ...args] : ["sh", "-c", CONTRACT_PROGRAMS[name], name, ...args];
  }

  /** A spec with the contract's image, labels and a fresh name. */
  spec(given: Given = {}): ContainerSpec {
    const labels = { ...this.labels, ...given.labels };
    return containerSpec({ name: this.name(), image: this.subject.image, ...given, labels });
  }

  async create(given: Given = {}): Promise<CreatedContainer> {
    return this.runtime.containers.create(this.spec(given));
  }

  /** An id of a container that is no more. */
  async unknownId(): Promise<string> {
    const { id } = await this.create({ command: this.program("exit", "0") });
    await this.runtime.containers.remove(id);
    return id;
  }

  /** Attaches; the attachment is closed after the test at the latest. */
  async attach(id: string): Promise<Attachment> {
    const attachment = await this.runtime.streams.attach(id);
    this.#attachments.add(attachment);
    return attachment;
  }

  /** Runs one more process; the connection to it is closed after the test at the latest. */
  async exec(id: string, spec: ExecSpec): Promise<Execution> {
    const execution = await this.runtime.streams.exec(id, spec);
    this.#attachments.add(execution);
    return execution;
  }

  /** Creates, attaches and starts, and reads the output. */
  async launch(given: Given): Promise<Launched> {
    const created = await this.create(given);
    const attachment = await this.attach(created.id);
    const output = new OutputRecord(attachment.output);
    await this.runtime.containers.start(created.id);
    return { ...created, attachment, output };
  }

  /** Launches and waits for the end of the output and of the process. */
  async run(given: Given): Promise<Finished> {
    return this.finish(await this.launch(given));
  }

  async finish(launched: Launched): Promise<Finished> {
    const { id, isolation, output } = launched;
    await within(20_000, "the container's output", output.ended);
    const exit = await within(20_000, "wait", this.runtime.containers.wait(id));
    return { id, isolation, exit, stdout: output.bytes("stdout"), stderr: output.bytes("stderr") };
  }

  /** Names of the contract's containers that the engine has now. */
  async names(): Promise<readonly string[]> {
    const containers = await this.runtime.containers.list({ labels: this.labels });
    return containers.map((container) => container.name);
  }

  /** Registers a test for runtimes with an ability; for others it is skipped and says why. */
  itNeeds(capability: keyof RuntimeCapabilities, title: string, test: () => Promise<void>): void {
    // oxlint-disable-next-line vitest/expect-expect, vitest/valid-title -- the caller brings both
    it(title, async (context) => {
      context.skip(!this.runtime.capabilities[capability], `the runtime lacks the capability ${capability}`);
      await test();
    });
  }

  async #cleanUp(): Promise<void> {
    const { containers, networks, volumes } = this.runtime;
    const filter = { labels: this.labels };
    for (const attachment of this.#attachments) await attachment[Symbol.asyncDispose]();
    this.#attachments.clear();
    for (const container of await containers.list(filter)) await containers.remove(container.id);
    for (const network of await networks.list(this.labels)) await networks.remove(network.id);
    for (const volume of await volumes.list(this.labels)) await volumes.remove(volume.id);
  }
}
