import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { parseSince } from "../command-line/parse-since.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { printLogs } from "../operations/print-logs.ts";

/** Prints what a run has written. */
export class Logs extends MoatCommand {
  static override summary = "Print what a run has written, stdout to stdout and stderr to stderr.";
  static override description = "Without a run, it is the newest live one.";
  static override examples = ["<%= config.bin %> logs nightly", "<%= config.bin %> logs --follow --tail 20 nightly"];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The run's id, a prefix of it, or its name." }),
  };
  static override flags = {
    ...commonFlags,
    follow: Flags.boolean({ char: "f", default: false, description: "Go on until the run ends." }),
    tail: Flags.integer({ description: "Print only the last so many lines.", min: 0 }),
    since: Flags.string({ description: "Print only what was written since: 10m ago, a time, or seconds since 1970." }),
    timestamps: Flags.boolean({ char: "t", default: false, description: "Begin each line with its time." }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Logs);
    const since = flags.since === undefined ? undefined : parseSince(flags.since, Date.now());
    const format = flags.json ? "json" : flags.timestamps ? "timestamps" : "bytes";
    const bench = await this.workbench(flags);
    await printLogs(bench, args.run, { follow: flags.follow, tail: flags.tail ?? "all", since, format });
  }
}
