import * as Args from "@oclif/core/args";
import { splitArgv } from "../command-line/split-argv.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { copyCommand } from "../operations/copy-command.ts";
import { copiedText } from "../present/present-copies.ts";

/** Copies files between this machine and a run. */
export class Cp extends MoatCommand {
  static override summary = "Copy files and directories between this machine and a run.";
  static override description = `One side is RUN:PATH; a relative PATH is relative to /workspace. A directory is copied with all that is in it. The run has to be running, and its image needs tar.

What comes out of a run is not trusted: links that lead out of the copy, devices, and names that reach elsewhere are refused.`;
  static override strict = false;
  static override usage = "cp SOURCE... DESTINATION";
  static override examples = [
    "<%= config.bin %> cp nightly:/tmp/report.html .",
    "<%= config.bin %> cp ./data ./more nightly:/tmp/",
  ];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "The sources, and last the destination: PATH, or RUN:PATH.",
      required: true,
    }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { own, command = [] } = splitArgv(this.argv);
    const { argv, flags } = await this.parse(Cp, own);
    const { copied, exitCode } = await copyCommand(await this.workbench(flags), [...argv.map(String), ...command]);
    if (copied !== undefined) this.print(flags.json, copied, flags.verbose ? copiedText(copied) : "");
    this.finish(exitCode);
  }
}
