import * as Flags from "@oclif/core/flags";
import { parseDuration } from "../command-line/parse-duration.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { cleaned } from "../operations/cleaned.ts";
import { cleanText } from "../present/present-clean.ts";

/** Removes what is left over. */
export class Clean extends MoatCommand {
  static override summary = "Finish and remove what killed processes have left; with --older-than, forget old runs.";
  static override examples = ["<%= config.bin %> clean --dry-run", "<%= config.bin %> clean --older-than 30d"];
  static override flags = {
    ...commonFlags,
    "dry-run": Flags.boolean({ default: false, description: "Say what would be removed, and remove nothing." }),
    force: Flags.boolean({
      char: "f",
      default: false,
      description: "Remove kept containers, too, and those of runs whose records are gone or cannot be read.",
    }),
    "older-than": Flags.string({ description: "Forget runs that ended this long ago, with their output: 12h, 30d." }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Clean);
    const olderThan = flags["older-than"];
    const olderThanMs = olderThan === undefined ? undefined : parseDuration(olderThan);
    const dryRun = flags["dry-run"];
    const report = await cleaned(await this.workbench(flags), { dryRun, force: flags.force, olderThanMs });
    this.print(flags.json, { dryRun, ...report }, cleanText(report, dryRun));
  }
}
