import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { validateConfig } from "../operations/validate-config.ts";

/** Checks an agent.yaml. */
export class ConfigValidate extends MoatCommand {
  static override summary = "Check an agent.yaml, and tell every problem with its line.";
  static override examples = ["<%= config.bin %> config validate", "<%= config.bin %> config validate ./app --json"];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "A file, or the workspace that has it; the current directory by default.",
      default: ".",
    }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(ConfigValidate);
    const { file, failure } = await validateConfig(await this.workbench(flags), args.path);
    if (failure !== undefined && !flags.json) throw failure;
    this.print(flags.json, { file, valid: failure === undefined, issues: failure?.issues ?? [] }, `${file} is valid`);
    this.finish(failure === undefined ? 0 : 1);
  }
}
