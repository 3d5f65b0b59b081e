import { describe, expect, it } from "vitest";
import { execFailure } from "./exec-failure.ts";

const RUNC = "OCI runtime exec failed: exec failed: unable to start container process:";
const RUNSC = "OCI runtime exec failed: executing processes for container: executing command";

describe("execFailure", () => {
  it.each([
    [`${RUNC} exec: "nosuch": executable file not found in $PATH`, 127],
    [`${RUNC} exec: "/no/such": stat /no/such: no such file or directory`, 127],
    [`${RUNC} exec: "/etc/passwd": permission denied`, 126],
    [`${RUNC} exec: "chdir to cwd": executable file not found in $PATH`, 127],
    [`${RUNSC} "nosuch" in sandbox: error finding executable "nosuch" in PATH [/bin]: no such file or directory`, 127],
    [`${RUNSC} "/no/such" in sandbox: failed to load /no/such: no such file or directory`, 127],
    [`${RUNSC} "/etc" in sandbox: failed to load /etc: permission denied`, 126],
  ])("takes a program at fault for a result: %s", (said, exitCode) => {
    expect(execFailure(said, "c1")).toEqual({ kind: "program", exitCode });
  });

  it.each([
    [`${RUNC} chdir to cwd ("/nosuch") set in config.json failed: no such file or directory`, "EXEC_INVALID"],
    [`${RUNSC} "true" in sandbox: failed to find initial working directory "/nosuch": no such file`, "EXEC_INVALID"],
    ["unable to find user x: no matching entries in passwd file", "EXEC_INVALID"],
    ["Container abc is not running", "CONTAINER_STATE"],
    ["OCI runtime exec failed: exec failed: cannot exec in a stopped container", "CONTAINER_STATE"],
    ["OCI runtime exec failed: the dog ate it", "RUNTIME_REFUSED"],
  ])("takes anything else for an error: %s", (said, code) => {
    expect(execFailure(said, "c1")).toMatchObject({ kind: "error", error: { code } });
  });
});
