import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { stopRuns } from "../operations/stop-runs.ts";

/** Stops runs. */
export class Stop extends MoatCommand {
  static override summary = "Stop runs: SIGTERM, and SIGKILL after a grace.";
  static override strict = false;
  static override description = "Without a run, it stops the only live one, and refuses when there are several.";
  static override usage = "stop [RUN...] [--time SECONDS]";
  static override examples = ["<%= config.bin %> stop nightly", "<%= config.bin %> stop --time 1 run_3f9a nightly"];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The runs' ids, prefixes of them, or names." }),
  };
  static override flags = {
    ...commonFlags,
    time: Flags.integer({
      char: "t",
      description: "Seconds between SIGTERM and SIGKILL.",
      default: 10,
      min: 0,
      max: 86_400,
    }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Stop);
    this.printResults(flags.json, await stopRuns(await this.workbench(flags), argv.map(String), flags.time * 1000));
  }
}
