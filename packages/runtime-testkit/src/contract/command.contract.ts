import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";

const AWKWARD_ARGUMENTS = [
  "plain",
  "",
  "two words",
  " leading and trailing ",
  "'single' \"double\" `back`",
  "$HOME ${HOME} $(id) \\ \\n *",
  "line one\nline two\n",
  "tab\tand bell\u0007",
  "ünïcödé ☂ 日本語 🦊",
  "-dash",
  "--",
  "--flag=value",
];

const AWKWARD_ENVIRONMENT = {
  CONTRACT_PLAIN: "value",
  CONTRACT_EMPTY: "",
  CONTRACT_EQUALS: "a=b=c",
  CONTRACT_QUOTES: "'single' \"double\" `back` $HOME \\",
  CONTRACT_LINES: "one\ntwo\n",
  CONTRACT_UNICODE: "☂ 日本語",
};

const nulTerminated = (values: readonly string[]): string => values.map((value) => `${value}\0`).join("");

/** What the process gets: arguments, environment, working directory, user. */
export function commandContract(session: ContractSession): void {
  describe("a process", () => {
    it("gets its arguments unchanged", async () => {
      const { stdout } = await session.run({ command: session.program("print-arguments", ...AWKWARD_ARGUMENTS) });
      expect(stdout.toString()).toBe(nulTerminated(AWKWARD_ARGUMENTS));
    });

    it("gets its environment unchanged, and nothing of the host's", async () => {
      const names = [...Object.keys(AWKWARD_ENVIRONMENT), "CONTRACT_OF_HOST"];
      process.env["CONTRACT_OF_HOST"] = "leaked";
      try {
        const command = session.program("print-environment", ...names);
        const { stdout } = await session.run({ command, env: AWKWARD_ENVIRONMENT });
        expect(stdout.toString()).toBe(nulTerminated([...Object.values(AWKWARD_ENVIRONMENT), "UNSET"]));
      } finally {
        delete process.env["CONTRACT_OF_HOST"];
      }
    });

    it("is the image's own when the spec names none", async () => {
      const { exit } = await session.run({ command: [] });
      expect(exit.code).toBe(0);
    });

    it("starts in the working directory", async () => {
      const { stdout } = await session.run({ command: session.program("print-directory"), workingDir: "/usr" });
      expect(stdout.toString()).toBe("/usr\n");
    });

    session.onPosix("the user of a process, extra hosts", () => {
      it("is the user that the spec names", async () => {
        const { stdout } = await session.run({ command: ["sh", "-c", "id -u; id -g"], user: "1234:2345" });
        expect(stdout.toString()).toBe("1234\n2345\n");
      });

      session.itNeeds("extraHosts", "finds the extra hosts in /etc/hosts", async () => {
        const extraHosts = ["contract.example:192.0.2.7"];
        const { stdout } = await session.run({ command: ["cat", "/etc/hosts"], extraHosts });
        expect(stdout.toString()).toMatch(/^192\.0\.2\.7\s+contract\.example$/m);
      });
    });
  });
}
