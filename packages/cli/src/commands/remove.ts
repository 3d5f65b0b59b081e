import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { removeRuns } from "../operations/remove-runs.ts";

/** Removes runs. */
export class Remove extends MoatCommand {
  static override summary = "Remove ended runs: their records and output, and containers that were kept.";
  static override aliases = ["destroy", "rm"];
  static override strict = false;
  static override usage = "remove RUN... [--force]";
  static override examples = ["<%= config.bin %> remove nightly", "<%= config.bin %> rm --force run_3f9a nightly"];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The runs' ids, prefixes of them, or names.", required: true }),
  };
  static override flags = {
    ...commonFlags,
    force: Flags.boolean({
      char: "f",
      default: false,
      description: "End live runs at once, and remove runs whose records cannot be read.",
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Remove);
    this.printResults(
      flags.json,
      await removeRuns(await this.workbench(flags), argv.map(String), { force: flags.force }),
    );
  }
}
