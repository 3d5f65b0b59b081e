/** What went wrong, as far as the program's own words tell. */
export type FailureClass =
  | "service-down"
  | "timeout"
  | "no-kernel"
  | "conflict"
  | "container-missing"
  | "image-missing"
  | "auth"
  | "not-running"
  | "busy"
  | "already-attached"
  | "port"
  | "exec-missing"
  | "exec-refused"
  | "bad-mount"
  | "network-missing"
  | "object-missing"
  | "usage"
  | "other";

/** The first that matches decides. Only substrings: the words around them change from version to version. */
const CLASSES: readonly (readonly [FailureClass, RegExp])[] = [
  ["service-down", /XPC connection error|container system start|not registered with launchd/i],
  ["timeout", /XPC timeout for request/i],
  ["no-kernel", /default kernel not configured/i],
  ["conflict", /already exists?\b/i],
  [
    "container-missing",
    /container not found:|container with ID .* not found|get failed: container .* not found|no such container/i,
  ],
  ["image-missing", /image not found:|image with reference|404 Not Found/i],
  ["auth", /401 Unauthorized|403 Forbidden|no credentials found/i],
  ["not-running", /is not running|no runtime client exists|container is stopped/i],
  [
    "busy",
    /can not be deleted|pending operation|referring containers|IP allocator cannot be disabled|deleteProcess: exec|currently in use/i,
  ],
  ["already-attached", /attach is currently unsupported/i],
  ["port", /Address already in use|errno: 48|Permission denied while binding/i],
  ["exec-missing", /failed to find target executable/i],
  ["exec-refused", /Permission denied.*errno: 13|permission denied.*exec|exec.*permission denied/i],
  ["bad-mount", /mount source path .* does not exist|path '.*' (does not exist|is not a directory)/i],
  ["network-missing", /network .* not found|network not found:/i],
  ["object-missing", /failed to delete one or more (networks|volumes)|volume not found:/i],
];

/** Finds out what a failed call means. Pure. */
export function classify(stderr: string, exitCode: number): FailureClass {
  if (exitCode === 64) return "usage";
  return CLASSES.find(([, words]) => words.test(stderr))?.[0] ?? "other";
}

/** The program's own words on one line, without what it puts before them and without its advice. */
export function programMessage(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const at = lines.findLastIndex((line) => line.startsWith("Error: "));
  const said = at === -1 ? lines : lines.slice(at);
  return said
    .filter((line) => line !== "" && !/^(Usage:|See |Ensure container system service)/.test(line))
    .join(" ")
    .replace(/^Error: /, "");
}
