import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { setUp, takeBackSetup } from "../operations/set-up.ts";
import { setupRequest } from "../operations/setup-request.ts";
import { setupText, undoneText } from "../present/present-setup.ts";

/** Brings gVisor to this machine's Docker. */
export class Setup extends MoatCommand {
  static override summary = "Install gVisor, enter it into Docker, and prove it; asks once.";
  static override examples = [
    "<%= config.bin %> setup --dry-run",
    "<%= config.bin %> setup --yes",
    "<%= config.bin %> setup --undo",
  ];
  static override flags = {
    ...commonFlags,
    yes: Flags.boolean({ char: "y", default: false, description: "Do not ask." }),
    "dry-run": Flags.boolean({ default: false, description: "Say what would be done, and change nothing." }),
    source: Flags.string({ description: "Another apt repository, laid out as gVisor's own: its address." }),
    key: Flags.string({ description: "The file of the key that signs the repository of --source." }),
    "from-distro": Flags.boolean({ default: false, description: "Take the distribution's own package runsc." }),
    undo: Flags.boolean({ default: false, description: "Take back what an earlier moat setup did." }),
  };

  async run(): Promise<void> {
    const { flags } = await this.parse(Setup);
    const request = setupRequest(flags);
    const bench = await this.workbench(flags);
    if (request.kind === "undo") {
      const undone = await takeBackSetup(bench, request);
      return this.print(flags.json, undone, undoneText(undone));
    }
    const done = await setUp(bench, request);
    this.print(flags.json, done, setupText(done));
  }
}
