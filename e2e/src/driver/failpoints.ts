import { appendFileSync, existsSync } from "node:fs";

// Built into the CLI of the tests by `failpoint-plugin.ts`, and into nothing else: moat itself knows no failpoints. What the
// CLI gets of its two ports, the record store and the runtime, is wrapped, so that every call of theirs is a point before
// and a point after it. Each point that is reached is noted in a file, as `PID NAME`. At the point that the test has named
// the whole process stands still, timers and handlers included, until it is killed or told to go on.

/** The file that the points are noted in; a file of this name and `.go` lets a process that stands still go on. */
const LOG = process.env["TEST_FAILPOINT_LOG"] ?? "";
/** Where to stand still: `before:containers.create`, or with a number: `after:store.update#2`. */
const HOLD = process.env["TEST_FAILPOINT"] ?? "";
const ROLES: readonly string[] = ["containers", "streams", "images", "networks", "volumes"];
const counts = new Map<string, number>();
const cell = new Int32Array(new SharedArrayBuffer(4));

/** Wraps a record store. */
export function wrapStore(store: object): object {
  return wrapPort("store", store);
}

/** Wraps a runtime and its roles. */
export async function wrapRuntime(opening: Promise<object>): Promise<object> {
  const runtime = await opening;
  const roles = new Map(ROLES.map((role) => [role, wrapPort(role, Object(Reflect.get(runtime, role)))]));
  return wrapPort("runtime", runtime, roles);
}

function wrapPort(port: string, target: object, parts: ReadonlyMap<string, object> = new Map()): object {
  return new Proxy(target, {
    get(_, key) {
      const value: unknown =
        typeof key === "string" && parts.has(key) ? parts.get(key) : Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      if (typeof key === "symbol") return value.bind(target);
      return (...args: unknown[]) => {
        const name = `${port}.${key}`;
        const call = (): unknown => Reflect.apply(value, target, args);
        // A sequence is called when it is first read.
        if (name === "streams.logs") return aroundSequence(name, call);
        reach(`before:${name}`);
        const result = call();
        return result instanceof Promise ? result.finally(() => reach(`after:${name}`)) : result;
      };
    },
  });
}

async function* aroundSequence(name: string, call: () => unknown): AsyncGenerator {
  reach(`before:${name}`);
  try {
    yield* Object(call());
  } finally {
    reach(`after:${name}`);
  }
}

function reach(name: string): void {
  const count = (counts.get(name) ?? 0) + 1;
  counts.set(name, count);
  const point = count === 1 ? name : `${name}#${count}`;
  appendFileSync(LOG, `${process.pid} ${point}\n`);
  if (point !== HOLD) return;
  while (!existsSync(`${LOG}.go`)) Atomics.wait(cell, 0, 0, 20);
}
