import { type ChildProcess, spawn } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

const STORE = fileURLToPath(new URL("../run-store.ts", import.meta.url));

/** Another process of the test that has a store of its own, to be waited for or killed. */
export interface OtherProcess {
  readonly child: ChildProcess;
  /** What it printed, once it has ended. */
  readonly output: Promise<string>;
}

/** Runs some JavaScript in another Node process, in which `store` is the store of `home` and `print` writes a line. */
export function inProcess(home: string, script: string): OtherProcess {
  const code = `
    import { openRunStore } from ${JSON.stringify(STORE)};
    const store = openRunStore(${JSON.stringify(home)});
    const print = (text) => process.stdout.write(text + "\\n");
    ${script}`;
  const child = spawn(
    process.execPath,
    ["--no-warnings", "--experimental-strip-types", "--input-type=module", "-e", code],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const output = new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    child.on("error", reject).on("close", () => resolve(text));
  });
  return { child, output };
}
