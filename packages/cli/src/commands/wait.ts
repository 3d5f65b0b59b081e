import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { waitRuns } from "../operations/wait-runs.ts";

/** Waits for runs to end. */
export class Wait extends MoatCommand {
  static override summary = "Wait until runs have ended, and print their exit codes.";
  static override strict = false;
  static override usage = "wait RUN...";
  static override examples = ["<%= config.bin %> wait nightly", 'exit "$(<%= config.bin %> wait nightly)"'];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The runs' ids, prefixes of them, or names.", required: true }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Wait);
    this.printResults(flags.json, await waitRuns(await this.workbench(flags), argv.map(String)));
  }
}
