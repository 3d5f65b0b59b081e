import { MoatCommand, commonFlags } from "../moat-command.ts";

/** Says which version this is. */
export class Version extends MoatCommand {
  static override summary = "Print moat's version.";
  static override examples = ["<%= config.bin %> version", "<%= config.bin %> version --json"];
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Version, this.words());
    const { version, arch, platform } = this.config;
    this.print(flags.json, { version, node: process.version, platform, arch }, `moat ${version}`);
  }
}
