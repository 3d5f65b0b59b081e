import { MoatCommand, commonFlags } from "../moat-command.ts";
import { VERSION } from "../version.ts";

/** Says which version this is. */
export class Version extends MoatCommand {
  static override summary = "Print moat's version.";
  static override examples = ["<%= config.bin %> version", "<%= config.bin %> version --json"];
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Version);
    const { arch, platform, version: node } = process;
    this.print(flags.json, { version: VERSION, node, platform, arch }, `moat ${VERSION}`);
  }
}
