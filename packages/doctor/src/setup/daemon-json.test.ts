import { describe, expect, it } from "vitest";
import { runtimeEntry, withRuntime, withoutRuntime } from "./daemon-json.ts";

const PATH = "/etc/docker/daemon.json";
const ENTRY = { path: "/usr/bin/runsc" };
const add = (text: string) => withRuntime(text, "runsc", ENTRY, PATH);

describe("withRuntime", () => {
  it.each([
    ["", '{\n  "runtimes": {\n    "runsc": {\n      "path": "/usr/bin/runsc"\n    }\n  }\n}\n'],
    ["{}", '{\n  "runtimes": {\n    "runsc": {\n      "path": "/usr/bin/runsc"\n    }\n  }\n}'],
    [
      '{\n\t"a": 1\n}\n',
      '{\n\t"a": 1,\n\t"runtimes": {\n\t\t"runsc": {\n\t\t\t"path": "/usr/bin/runsc"\n\t\t}\n\t}\n}\n',
    ],
    [
      '\uFEFF{\r\n  "a": 1\r\n}',
      '\uFEFF{\r\n  "a": 1,\r\n  "runtimes": {\r\n    "runsc": {\r\n      "path": "/usr/bin/runsc"\r\n    }\r\n  }\r\n}',
    ],
  ])("adds the entry to %j", (text, expected) => {
    expect(add(text)).toBe(expected);
  });

  it("leaves all other text as it is: numbers that JavaScript cannot hold, escapes, order", () => {
    const text = '{ "z" : 12345678901234567890, "runtimes":{"mine":{ "path" :"\\u002fx"}},  "a":1e400 }';
    const written = add(text);
    expect(written.startsWith('{ "z" : 12345678901234567890, "runtimes":{"mine":{ "path" :"\\u002fx"}')).toBe(true);
    expect(written.endsWith(',  "a":1e400 }')).toBe(true);
  });

  it("changes nothing when the entry is there", () => {
    const text = add('{"a":1}');
    expect(add(text)).toBe(text);
  });

  it.each([{ path: "/opt/runsc" }, { path: "/usr/bin/runsc", runtimeArgs: ["--network=host"] }, null])(
    "does not write over %j",
    (entry) => {
      const text = JSON.stringify({ runtimes: { runsc: entry } });
      expect(() => add(text)).toThrow(expect.objectContaining({ code: "SETUP_CONFLICT" }));
    },
  );

  it.each([
    ["{", "is not JSON"],
    ["{} // no", "is not JSON"],
    ["null", "does not hold an object"],
    ['{"runtimes":[]}', "not an object"],
    ['{"runtimes":{},"runtimes":{}}', "more than once"],
    ['{"runtimes":{"runsc":{},"runsc":{}}}', "more than once"],
  ])("refuses %j", (text, problem) => {
    expect(() => add(text)).toThrow(
      expect.objectContaining({ code: "DAEMON_CONFIG_INVALID", message: expect.stringContaining(problem) }),
    );
  });
});

describe("withoutRuntime", () => {
  it.each(['{\n  "a": 1\n}\n', '{"runtimes":{"mine":{"path":"x"}}}', "{}"])(
    "takes back what was added to %j",
    (text) => {
      const back = withoutRuntime(add(text), "runsc");
      expect(JSON.parse(back)).toEqual(JSON.parse(text));
      expect(runtimeEntry(back, "runsc", PATH)).toBeUndefined();
    },
  );
});
