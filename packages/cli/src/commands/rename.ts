import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { renamed } from "../operations/renamed.ts";
import { runJson } from "../present/present-runs.ts";

/** Gives a run another name. */
export class Rename extends MoatCommand {
  static override summary = "Give a run another name.";
  static override usage = "rename RUN NAME";
  static override examples = [
    "<%= config.bin %> rename calm-otter nightly",
    "<%= config.bin %> rename --json run_3f9a weekly",
  ];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The run's id, a prefix of it, or its name.", required: true }),
    name: Args.string({ ignoreStdin: true, description: "Its new name.", required: true }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Rename);
    const record = await renamed(await this.workbench(flags), args.run, args.name);
    this.print(flags.json, runJson(record), record.name);
  }
}
