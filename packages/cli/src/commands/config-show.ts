import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { readSettings } from "../operations/read-settings.ts";
import { settingsJson, settingsText } from "../present/present-settings.ts";

/** Shows what is set. */
export class ConfigShow extends MoatCommand {
  static override summary = "Show what agent.yaml, config.yaml and the environment set for a workspace.";
  static override examples = ["<%= config.bin %> config show --origin", "<%= config.bin %> config show ./app --json"];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "The workspace; the current directory by default.",
      default: ".",
    }),
  };
  static override flags = {
    ...commonFlags,
    origin: Flags.boolean({ default: false, description: "Say where each value comes from." }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigShow);
    const settings = await readSettings(await this.workbench(flags), args.path);
    this.print(flags.json, settingsJson(settings, flags), settingsText(settings, flags));
  }
}
