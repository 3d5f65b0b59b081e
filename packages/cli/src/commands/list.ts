import { Flags } from "@oclif/core";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { reconciled } from "../operations/reconciled.ts";
import { listJson, listText } from "../present/present-runs.ts";

/** Lists runs. */
export class List extends MoatCommand {
  static override summary = "List live runs; with --all, ended ones too.";
  static override aliases = ["ls"];
  static override examples = ["<%= config.bin %> list", "<%= config.bin %> list --all --json"];
  static override flags = {
    ...commonFlags,
    all: Flags.boolean({ char: "a", default: false, description: "List ended runs, too." }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(List, this.words());
    const bench = this.workbench(flags);
    await reconciled(bench);
    const { records, problems } = await bench.store.list({ all: flags.all });
    for (const problem of problems) bench.diagnostics.warn(problem.message);
    this.print(flags.json, listJson(records), listText(records, Date.now()));
  }
}
