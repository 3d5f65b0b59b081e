import { once } from "node:events";
import type { Socket } from "node:net";
import { PassThrough } from "node:stream";

/** What a call of the program brings with it. */
export interface CallerRequest {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly isTerminal: boolean;
}

/** A terminal's size in character cells. */
export interface CallerSize {
  readonly columns: number;
  readonly rows: number;
}

const HEADER_BYTES = 5;

/** A call of the program, as the service sees it: what comes from it, and what goes to it. */
export class Caller {
  readonly #socket: Socket;
  readonly request: Promise<CallerRequest>;
  /** Settles when the program is no more. */
  readonly gone: Promise<void>;
  /** What is typed or piped, once {@link readInput} was called. */
  readonly input = new PassThrough();
  onResize: (size: CallerSize) => void = () => {};
  size: CallerSize = { columns: 80, rows: 24 };

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("error", () => {});
    this.gone = new Promise((resolve) => {
      socket.on("close", () => {
        this.input.end();
        resolve();
      });
    });
    this.input.on("error", () => {});
    const { promise, resolve } = Promise.withResolvers<CallerRequest>();
    this.request = promise;
    void this.#read(resolve);
  }

  get isGone(): boolean {
    return this.#socket.destroyed;
  }

  /** Gives the program something to print; resolves when it can take more, or is gone. */
  async write(stream: "stdout" | "stderr", data: string | Uint8Array): Promise<void> {
    if (this.#send(stream === "stdout" ? "o" : "e", data)) return;
    await Promise.race([once(this.#socket, "drain"), this.gone]).catch(() => {});
  }

  /** From now on signals are caught, and come to nothing. */
  ignoreSignals(how: "forces" | "stays"): void {
    this.#send("a", how);
  }

  /** From now on keys are raw, and sizes are told. */
  beConsole(): void {
    this.#send("c", "");
  }

  readInput(): void {
    this.#send("i", "");
  }

  /** From now on only SIGKILL helps. */
  beDeaf(): void {
    this.#send("h", "");
  }

  /** Ends the program. */
  exit(code: number): void {
    this.#send("x", String(code));
    this.#socket.end();
  }

  /** Lets the program die as if the service had dropped it. */
  drop(): void {
    this.exit(1);
  }

  #send(kind: string, data: string | Uint8Array): boolean {
    if (this.#socket.destroyed) return true;
    const content = Buffer.from(data);
    const header = Buffer.alloc(HEADER_BYTES);
    header.write(kind);
    header.writeUInt32BE(content.length, 1);
    return this.#socket.write(Buffer.concat([header, content]));
  }

  async #read(begin: (request: CallerRequest) => void): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    try {
      for await (const piece of this.#socket as AsyncIterable<Buffer>) {
        rest = Buffer.concat([rest, piece]);
        while (rest.length >= HEADER_BYTES && rest.length >= HEADER_BYTES + rest.readUInt32BE(1)) {
          const end = HEADER_BYTES + rest.readUInt32BE(1);
          await this.#take(rest.toString("latin1", 0, 1), rest.subarray(HEADER_BYTES, end), begin);
          rest = rest.subarray(end);
        }
      }
    } catch {
      // It is gone.
    }
  }

  async #take(kind: string, content: Buffer, begin: (request: CallerRequest) => void): Promise<void> {
    if (kind === "R") begin(this.#readRequest(content.toString()));
    if (kind === "W") this.#setSize(content.toString());
    if (kind === "E") this.input.end();
    if (kind === "I" && !this.input.write(content))
      await Promise.race([once(this.input, "drain"), once(this.input, "close")]);
  }

  #readRequest(text: string): CallerRequest {
    const [terminal = "", size = "", count = "0", ...fields] = text.split("\0");
    this.#setSize(size);
    const argv = fields.slice(0, Number(count));
    const env = fields.slice(Number(count)).map((entry): [string, string] => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
    return { argv, env: Object.fromEntries(env), isTerminal: terminal === "1" };
  }

  #setSize(text: string): void {
    const [rows = 0, columns = 0] = text.split(" ").map(Number);
    if (!(rows > 0 && columns > 0)) return;
    this.size = { columns, rows };
    this.onResize(this.size);
  }
}
