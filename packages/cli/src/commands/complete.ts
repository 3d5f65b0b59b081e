import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { runNames } from "../operations/run-names.ts";

/** Prints the names of runs, for completion scripts. */
export class Complete extends MoatCommand {
  static override hidden = true;
  static override summary = "Print the names of runs, one a line: what completion scripts ask.";
  static override examples = ["<%= config.bin %> complete", "<%= config.bin %> complete --all"];
  static override flags = {
    ...commonFlags,
    all: Flags.boolean({ char: "a", default: false, description: "Names of ended runs, too." }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Complete);
    const names = await runNames((await this.workbench(flags)).store, { ended: flags.all });
    this.print(flags.json, names, names.join("\n"));
  }
}
