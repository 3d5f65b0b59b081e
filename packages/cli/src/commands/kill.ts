import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { parseSignal } from "../command-line/parse-signal.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { killRuns } from "../operations/kill-runs.ts";

/** Sends a signal to runs. */
export class Kill extends MoatCommand {
  static override summary = "Send a signal to runs: SIGKILL by default.";
  static override strict = false;
  static override usage = "kill RUN... [--signal SIGNAL]";
  static override examples = ["<%= config.bin %> kill nightly", "<%= config.bin %> kill --signal HUP nightly"];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The runs' ids, prefixes of them, or names.", required: true }),
  };
  static override flags = {
    ...commonFlags,
    signal: Flags.string({ char: "s", description: "The signal, by its name or number.", default: "SIGKILL" }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(Kill);
    const signal = parseSignal(flags.signal);
    this.printResults(flags.json, await killRuns(await this.workbench(flags), argv.map(String), signal));
  }
}
