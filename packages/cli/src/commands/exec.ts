import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { splitArgv } from "../command-line/split-argv.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { execCommand } from "../operations/exec-command.ts";

/** Runs one more command in a run. */
export class Exec extends MoatCommand {
  static override summary = "Run one more command in a run.";
  static override description = `The command has the run's user, environment and working directory. Its output, its exit code and your signals pass through. It reads what comes through a pipe, or with -i what you type.

When the run ends, so does the command.`;
  static override usage = "exec RUN [FLAGS] -- COMMAND...";
  static override examples = [
    { description: "A shell in a run", command: "<%= config.bin %> exec -it nightly -- bash" },
    { description: "As root, elsewhere", command: "<%= config.bin %> exec -u root -w /etc nightly -- cat passwd" },
  ];
  static override args = {
    run: Args.string({ ignoreStdin: true, description: "The run's id, a prefix of it, or its name.", required: true }),
  };
  static override flags = {
    ...commonFlags,
    env: Flags.string({
      char: "e",
      multiple: true,
      multipleNonGreedy: true,
      description: "Set a variable (KEY=VALUE), or pass yours on (KEY).",
    }),
    interactive: Flags.boolean({ char: "i", default: false, description: "Give the command what you type." }),
    tty: Flags.boolean({ char: "t", default: false, description: "Give the command a terminal." }),
    user: Flags.string({ char: "u", default: "", description: "Run as this user: NAME or UID, and :GROUP or :GID." }),
    workdir: Flags.string({ char: "w", default: "", description: "Start in this directory of the run." }),
  };

  async run(): Promise<void> {
    const { own, command = [] } = splitArgv(this.argv);
    const { args, flags } = await this.parse(Exec, own);
    this.finish(await execCommand(await this.workbench(flags), args.run, { ...flags, command }));
  }
}
