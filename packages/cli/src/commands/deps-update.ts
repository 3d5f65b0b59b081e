import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { updatedLock } from "../operations/updated-lock.ts";
import { lockChangesText } from "../present/present-lock.ts";
import { VERSION } from "../version.ts";

/** Renews agent.lock. */
export class DepsUpdate extends MoatCommand {
  static override summary = "Resolve anew what agent.lock says: all of it, or what is named.";
  static override description =
    "Versions become those of this moat's registry, and digests of images those that their tags stand for now; the images are fetched. Nothing is built or run.";
  static override usage = "deps update [NAME...] [FLAGS]";
  static override strict = false;
  static override examples = ["<%= config.bin %> deps update", "<%= config.bin %> deps update claude-code node"];
  static override args = {
    name: Args.string({ ignoreStdin: true, description: "A dependency or an image of agent.lock." }),
  };
  static override flags = {
    ...commonFlags,
    workspace: Flags.string({ default: ".", description: "The workspace; the current directory by default." }),
    runtime: Flags.string({ description: "Fetch images with this container runtime: docker or apple." }),
  };

  async run(): Promise<void> {
    const { argv, flags } = await this.parse(DepsUpdate);
    const bench = await this.workbench(flags);
    const { exitCode, changes } = await updatedLock(bench, argv.map(String), flags, VERSION);
    if (exitCode === 0) this.print(flags.json, { changes }, lockChangesText(changes));
    this.finish(exitCode);
  }
}
