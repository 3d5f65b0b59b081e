import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { splitArgv } from "../command-line/split-argv.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { VERSION } from "../version.ts";
import { compareRuntimes } from "../operations/compare-runtimes.ts";
import { compatJson, compatText } from "../present/present-compat.ts";

/** Finds out whether gVisor is why a command fails. */
export class Compat extends MoatCommand {
  static override summary = "Find out whether gVisor is why a command fails.";
  static override description = `Runs the command several times under gVisor and under runc, in turn, each time on a new copy of the workspace, without network and without input; other mounts are read-only. Then says whether gVisor is at fault. The copies are removed.
Half of it runs without gVisor's sandbox: only use it on commands that you would run with --no-sandbox.`;
  static override usage = "compat [PATH] [FLAGS] [-- COMMAND...]";
  static override examples = [
    { description: "See why the tests crash", command: "<%= config.bin %> compat -- npm test" },
    { description: "Try ten times what fails now and then", command: "<%= config.bin %> compat --times 10 -- ./flaky" },
  ];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "The workspace; the current directory by default.",
      default: ".",
    }),
  };
  static override flags = {
    ...commonFlags,
    times: Flags.integer({ description: "Try so often under each.", default: 3, min: 1, max: 100 }),
    timeout: Flags.integer({
      description: "End a trial after so many seconds; that counts as a failure.",
      default: 300,
      min: 1,
      max: 86_400,
    }),
    env: Flags.string({
      char: "e",
      multiple: true,
      multipleNonGreedy: true,
      description: "Set a variable (KEY=VALUE), or pass yours on (KEY).",
    }),
    mount: Flags.string({
      char: "m",
      multiple: true,
      multipleNonGreedy: true,
      description: "Mount more: SOURCE:TARGET; read-only, whatever it says.",
    }),
  };

  async run(): Promise<void> {
    const { own, command = [] } = splitArgv(this.argv);
    const { args, flags } = await this.parse(Compat, own);
    const asked = { ...flags, path: args.path, command };
    const { report, exitCode } = await compareRuntimes(await this.workbench(flags), asked, VERSION);
    if (report !== undefined) this.print(flags.json, compatJson(report), compatText(report));
    this.finish(exitCode);
  }
}
