import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { initWorkspace } from "../operations/init-workspace.ts";

/** Writes a first agent.yaml. */
export class Init extends MoatCommand {
  static override summary = "Write a commented agent.yaml from what the workspace has; never over another.";
  static override examples = ["<%= config.bin %> init", "<%= config.bin %> init ./app --json"];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "The workspace; the current directory by default.",
      default: ".",
    }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Init);
    const written = await initWorkspace(await this.workbench(flags), args.path);
    this.print(flags.json, written, `wrote ${written.path}`);
  }
}
