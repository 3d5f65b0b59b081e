import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What Debian and others call it. */
const PROGRAMS = ["chromium-headless-shell", "chromium", "google-chrome"] as const;

/** A page in a real headless Chromium, driven by its own protocol. */
export class Browser implements AsyncDisposable {
  /** What the page has complained of: errors on its console, exceptions, and requests that failed. */
  readonly complaints: string[] = [];
  readonly #child: ChildProcess;
  readonly #directory: string;
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (answer: Answer) => void>();
  #last = 0;
  #session = "";

  private constructor(child: ChildProcess, directory: string, socket: WebSocket) {
    this.#child = child;
    this.#directory = directory;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(String(data))));
  }

  /** Starts the browser with one empty page. */
  static async open(): Promise<Browser> {
    const directory = await mkdtemp(join(tmpdir(), "moat-browser-"));
    // Its own sandbox needs rights that root in a container has not; it sees nothing but our own site.
    const flags = [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--remote-debugging-port=0",
      `--user-data-dir=${directory}`,
    ];
    const { child, address } = await start([...flags, "about:blank"]);
    const socket = new WebSocket(address);
    await once(socket, "open");
    const browser = new Browser(child, directory, socket);
    const { targetId } = await browser.#call("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.#call("Target.attachToTarget", { targetId, flatten: true });
    browser.#session = String(sessionId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.#call(`${domain}.enable`, {});
    return browser;
  }

  async goTo(url: string): Promise<void> {
    await this.#call("Page.navigate", { url });
  }

  /** Runs an expression in the page, and returns what it is. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#call("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    return typeof result === "object" && result !== null && "value" in result ? result.value : undefined;
  }

  /** Types a text where the page has its focus. */
  async type(text: string): Promise<void> {
    await this.#call("Input.insertText", { text });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    const ended = once(this.#child, "close");
    this.#child.kill("SIGKILL");
    await ended;
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  #call(method: string, params: object): Promise<Readonly<Record<string, unknown>>> {
    this.#last += 1;
    const id = this.#last;
    const { promise, resolve, reject } = Promise.withResolvers<Readonly<Record<string, unknown>>>();
    this.#answers.set(id, ({ result, error }) => {
      if (error === undefined) resolve(result ?? {});
      else reject(new Error(`${method}: ${error.message}`));
    });
    const session = this.#session === "" ? {} : { sessionId: this.#session };
    this.#socket.send(JSON.stringify({ id, method, params, ...session }));
    return promise;
  }

  #take(message: Answer): void {
    if (message.id !== undefined) {
      this.#answers.get(message.id)?.(message);
      this.#answers.delete(message.id);
      return;
    }
    const isComplaint =
      message.method === "Runtime.exceptionThrown" ||
      message.method === "Network.loadingFailed" ||
      (message.method === "Log.entryAdded" && message.params?.entry?.level === "error") ||
      (message.method === "Runtime.consoleAPICalled" && message.params?.type === "error");
    if (isComplaint) this.complaints.push(JSON.stringify(message.params));
  }
}

/** A message of the browser's: an answer when it has an id, else an event. */
interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly type?: string; readonly entry?: { readonly level?: string } };
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
}

async function start(args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly address: string }> {
  for (const program of PROGRAMS) {
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    const missing = once(child, "error").then(() => "");
    const address = await Promise.race([addressOf(child), missing]);
    if (address !== "") return { child, address };
  }
  throw new Error(`none of ${PROGRAMS.join(", ")} is installed: apt-get install chromium-headless-shell`);
}

/** It says on stderr where it listens. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let said = "";
  for await (const chunk of stderr ?? []) {
    said += String(chunk);
    const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error(`the browser ended: ${said}`);
}
