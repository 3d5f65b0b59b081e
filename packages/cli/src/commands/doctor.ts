import { isHealthy } from "@moat/doctor";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { VERSION } from "../version.ts";
import { examined } from "../operations/examined.ts";
import { findingsJson, findingsText } from "../present/present-findings.ts";

/** Looks for what is wrong with this machine. */
export class Doctor extends MoatCommand {
  static override summary = "Look for what keeps moat from working on this machine, and say what mends it.";
  static override examples = ["<%= config.bin %> doctor", "<%= config.bin %> doctor --json"];
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Doctor);
    const findings = await examined(this.diagnostics(flags));
    this.print(flags.json, findingsJson(findings, VERSION), findingsText(findings));
    this.finish(isHealthy(findings) ? 0 : 1);
  }
}
