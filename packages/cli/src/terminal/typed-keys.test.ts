import { once } from "node:events";
import { createConnection, createServer } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { escapeKeys } from "./escape-keys.ts";
import { typedKeys } from "./typed-keys.ts";

const SEQUENCE = Buffer.from("\x10\x11");
const NEVER: Promise<IteratorResult<Uint8Array>> = new Promise(() => {});

/** Keys that come one by one, and after them nothing, or the end. */
function keys(texts: readonly string[], last: Promise<IteratorResult<Uint8Array>>): AsyncIterable<Uint8Array> {
  const left = [...texts];
  return {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const text = left.shift();
        return text === undefined ? await last : { done: false, value: Buffer.from(text) };
      },
    }),
  };
}

function watch(texts: readonly string[], { last = NEVER, holdMs = 60_000 } = {}) {
  const onDetach = vi.fn<() => void>();
  const passed = typedKeys(keys(texts, last), { escape: escapeKeys(SEQUENCE), holdMs, onDetach });
  return { onDetach, next: async () => Buffer.from((await passed.next()).value ?? "").toString(), passed };
}

describe("typedKeys", () => {
  it("passes on what was held back when nothing follows", async () => {
    const { next, onDetach } = watch(["a", "\x10"], { holdMs: 1 });
    expect(await next()).toBe("a");
    expect(await next()).toBe("\x10");
    expect(onDetach).not.toHaveBeenCalled();
  });

  it("passes it on when the keys end", async () => {
    const { next, passed } = watch(["\x10"], { last: Promise.resolve({ done: true, value: undefined }) });
    expect(await next()).toBe("\x10");
    expect(await passed.next()).toMatchObject({ done: true });
  });

  it("says that the sequence came, and does not end the command's input", async () => {
    const { next, passed, onDetach } = watch(["a\x10", "\x11b", "c"]);
    expect(await next()).toBe("a");
    const after = passed.next();
    await vi.waitFor(() => expect(onDetach).toHaveBeenCalledTimes(1));
    const turn = new Promise((resolve) => {
      setImmediate(() => resolve("open"));
    });
    expect(await Promise.race([after, turn])).toBe("open");
  });

  it("takes the rest of the sequence that came in time, although this process was held up", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const typist = createConnection(address.port, "127.0.0.1");
    const [terminal] = await once(server, "connection");
    const escape = escapeKeys(SEQUENCE);
    const onDetach = vi.fn<() => void>();
    const passed = typedKeys(terminal, { escape, holdMs: 50, onDetach });
    const next = passed.next();
    typist.write("\x10");
    await vi.waitFor(() => expect(escape.isHolding).toBe(true));
    // After this come the timers, and only then what can be read.
    setImmediate(() => {
      typist.write("\x11");
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    });
    await Promise.race([next, vi.waitFor(() => expect(onDetach).toHaveBeenCalledTimes(1))]);
    expect(onDetach).toHaveBeenCalledTimes(1);
    typist.destroy();
    server.close();
  });
});
