import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { entriesJson, entriesText, entriesOf } from "../present/present-entries.ts";

/** Lists what `dependencies` may name. */
export class DepsList extends MoatCommand {
  static override summary = "List what dependencies of agent.yaml may name.";
  static override examples = ["<%= config.bin %> deps list", "<%= config.bin %> deps list --kind agent --json"];
  static override flags = {
    ...commonFlags,
    kind: Flags.option({ options: ["runtime", "agent", "tool", "group"] as const })({
      description: "List those of one kind.",
    }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(DepsList);
    const entries = entriesOf(flags.kind);
    this.print(flags.json, entriesJson(entries), entriesText(entries));
  }
}
