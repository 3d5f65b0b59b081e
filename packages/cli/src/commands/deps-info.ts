import * as Args from "@oclif/core/args";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { dependencyInfo } from "../operations/dependency-info.ts";
import { dependencyJson, dependencyText } from "../present/present-entries.ts";

/** Tells what a dependency is, and what it brings. */
export class DepsInfo extends MoatCommand {
  static override summary = "Tell what a dependency is, in which version, and what it brings along.";
  static override examples = ["<%= config.bin %> deps info claude-code", "<%= config.bin %> deps info node@22"];
  static override args = {
    dependency: Args.string({ ignoreStdin: true, required: true, description: "As in dependencies of agent.yaml." }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(DepsInfo);
    const info = dependencyInfo(args.dependency);
    this.print(flags.json, dependencyJson(info), dependencyText(info));
  }
}
