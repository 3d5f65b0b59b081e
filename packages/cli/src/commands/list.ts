import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { listed } from "../operations/listed.ts";
import { listJson, listText } from "../present/present-runs.ts";

/** Lists runs. */
export class List extends MoatCommand {
  static override summary = "List live runs; with --all, ended ones too.";
  static override aliases = ["ls"];
  static override examples = ["<%= config.bin %> list", "<%= config.bin %> list --all --limit 20 --json"];
  static override flags = {
    ...commonFlags,
    all: Flags.boolean({ char: "a", default: false, description: "List ended runs, too." }),
    limit: Flags.integer({ description: "With --all: the most runs to list; 50 by default.", min: 1 }),
    before: Flags.string({ description: "With --all: go on behind this run, with older ones." }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(List);
    const records = await listed(await this.workbench(flags), flags);
    this.print(flags.json, listJson(records), listText(records, Date.now()));
  }
}
