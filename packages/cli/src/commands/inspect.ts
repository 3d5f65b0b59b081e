import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { inspectRuns } from "../operations/inspect-runs.ts";

/** Tells all that is known of runs. */
export class Inspect extends MoatCommand {
  static override summary = "Tell all that is known of runs: what was asked, what was used, how they ended.";
  static override strict = false;
  static override usage = "inspect RUN... [--json]";
  static override examples = ["<%= config.bin %> inspect nightly", "<%= config.bin %> inspect --json nightly run_3f9a"];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The runs' ids, prefixes of them, or names.", required: true }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Inspect);
    this.printResults(flags.json, await inspectRuns(await this.workbench(flags), argv.map(String)));
  }
}
