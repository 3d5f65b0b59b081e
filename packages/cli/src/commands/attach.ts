import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { attachToRun } from "../operations/attach-to-run.ts";

/** Attaches to a live run. */
export class Attach extends MoatCommand {
  static override summary = "Attach to a live run: see what it writes, and type to it if it has a terminal.";
  static override description = `A run with a terminal shows its screen as it is, and then goes on; several terminals may be attached at once. Ctrl-P Ctrl-Q detaches, and the run goes on. Other runs show what they write from now on. When the run ends, its exit code is returned.`;
  static override examples = ["<%= config.bin %> attach", "<%= config.bin %> attach nightly --detach-keys ctrl-a,d"];
  static override args = {
    run: Args.string({
      ignoreStdin: true,
      description: "The run's id, a prefix of it, or its name; the newest live run by default.",
    }),
  };
  static override flags = {
    verbose: commonFlags.verbose,
    "detach-keys": Flags.string({ description: "The keys that detach: ctrl-p,ctrl-q by default." }),
    "no-stdin": Flags.boolean({ default: false, description: "Only watch: the command gets no input." }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Attach);
    const options = { detachKeys: flags["detach-keys"], input: !flags["no-stdin"] };
    this.finish(await attachToRun(await this.workbench(flags), args.run, options));
  }
}
