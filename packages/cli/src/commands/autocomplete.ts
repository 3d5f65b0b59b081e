import * as Args from "@oclif/core/args";
import { completionTable } from "../completion/completion-table.ts";
import { COMPLETION_SCRIPTS, SHELLS } from "../completion/completion-scripts.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";

/** Prints a completion script. */
export class Autocomplete extends MoatCommand {
  static override summary = "Print a script that completes commands, flags and names of runs in a shell.";
  static override usage = "autocomplete bash|zsh|fish";
  static override examples = [
    'eval "$(<%= config.bin %> autocomplete bash)"',
    'eval "$(<%= config.bin %> autocomplete zsh)"',
    "<%= config.bin %> autocomplete fish | source",
  ];
  static override args = {
    shell: Args.string({ ignoreStdin: true, description: "Which shell.", options: SHELLS, required: true }),
  };
  static override flags = commonFlags;

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Autocomplete);
    const shell = SHELLS.find((name) => name === args.shell) ?? "bash";
    const { COMMANDS } = await import("../commands.ts");
    const script = COMPLETION_SCRIPTS[shell](completionTable(COMMANDS));
    this.print(flags.json, { shell, script }, script);
  }
}
