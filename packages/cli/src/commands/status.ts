import { MoatCommand, commonFlags } from "../moat-command.ts";
import { VERSION } from "../version.ts";
import { readStatus } from "../operations/read-status.ts";
import { statusText } from "../present/present-status.ts";

/** Says whether this machine can run things, and how well they would be isolated. */
export class Status extends MoatCommand {
  static override summary = "Say which engine moat would use, and whether it has gVisor.";
  static override examples = ["<%= config.bin %> status", "<%= config.bin %> status --json"];
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { flags } = await this.parse(Status);
    const status = await readStatus(await this.workbench(flags), VERSION);
    this.print(flags.json, status, statusText(status));
    this.finish(status.engine === null ? 1 : 0);
  }
}
