import * as Args from "@oclif/core/args";
import * as Flags from "@oclif/core/flags";
import { splitArgv } from "../command-line/split-argv.ts";
import { MoatCommand, commonFlags } from "../moat-command.ts";
import { VERSION } from "../version.ts";
import { engineFor } from "../operations/early-engine.ts";
import { runPlanned } from "../operations/run-planned.ts";
import { planFor } from "../operations/plan-for.ts";
import { sayOutsideMounts } from "../operations/say-outside-mounts.ts";
import { planJson, planText } from "../present/present-plan.ts";
import { startedJson } from "../present/present-runs.ts";

/** Runs a command in a sandbox. */
export class Run extends MoatCommand {
  static override summary = "Run a command in a sandboxed container, with the workspace mounted.";
  static override description = `The command sees the workspace at /workspace, which is also its working directory, and runs as you. Its output, its exit code and your signals pass through. Without a command, agent.yaml's is run, or a shell.

gVisor (runsc) is required; --no-sandbox, or sandbox: none in agent.yaml, is the only way around it.`;
  static override usage = "run [PATH] [FLAGS] [-- COMMAND...]";
  static override examples = [
    { description: "Run the tests of the current directory", command: "<%= config.bin %> run -- npm test" },
    {
      description: "Start in the background, with a variable and a name",
      command: "<%= config.bin %> run ./app -d -n nightly -e CI=1 -- make all",
    },
  ];
  static override args = {
    path: Args.string({
      ignoreStdin: true,
      description: "The workspace; the current directory by default.",
      default: ".",
    }),
  };
  static override flags = {
    ...commonFlags,
    grant: Flags.string({
      char: "g",
      multiple: true,
      multipleNonGreedy: true,
      description: "Grant a credential; not supported yet.",
    }),
    env: Flags.string({
      char: "e",
      multiple: true,
      multipleNonGreedy: true,
      description: "Set a variable (KEY=VALUE), or pass yours on (KEY).",
    }),
    name: Flags.string({ char: "n", description: "Name the run; a random name by default." }),
    mount: Flags.string({
      char: "m",
      multiple: true,
      multipleNonGreedy: true,
      description: "Mount more: SOURCE:TARGET[:ro|rw].",
    }),
    rebuild: Flags.boolean({ default: false, description: "Fetch or build the image again although it is there." }),
    "rebuild-from": Flags.option({ options: ["base", "deps", "hooks"] as const })({
      description: "Build the image again from its base, dependencies or hooks on.",
    }),
    frozen: Flags.boolean({
      default: false,
      description: "Take what agent.lock says and nothing else; fail where it is missing or does not fit.",
    }),
    keep: Flags.boolean({ default: false, description: "Keep the container after the run has ended." }),
    detach: Flags.boolean({
      char: "d",
      default: false,
      description: "Start in the background and print the run's id.",
    }),
    "detach-keys": Flags.string({
      description: "The keys that detach in interactive mode: ctrl-p,ctrl-q by default.",
    }),
    interactive: Flags.boolean({ char: "i", default: false, description: "Give the command this terminal." }),
    runtime: Flags.string({ description: "Use this container runtime: docker or apple." }),
    "no-sandbox": Flags.boolean({
      default: false,
      description: "Run without gVisor: reduced isolation (Docker only).",
    }),
    "no-shims": Flags.boolean({
      default: false,
      description: "Set no variables against crashes that programs are known to have under gVisor.",
    }),
    prove: Flags.boolean({ default: false, description: "Prove the sandbox anew, whatever was proved before." }),
    "dry-run": Flags.boolean({ default: false, description: "Print what would be done, and do nothing." }),
  };

  async run(): Promise<void> {
    const { own, command = [] } = splitArgv(this.argv);
    const { args, flags } = await this.parse(Run, own);
    const bench = await this.workbench(flags);
    const engine = engineFor(bench, flags);
    const plan = await planFor(bench, args.path, { ...flags, command }, VERSION);
    sayOutsideMounts(bench, plan);
    if (flags["dry-run"]) {
      this.print(flags.json, planJson(plan), planText(plan));
      return;
    }
    const { exitCode, started } = await runPlanned(bench, plan, { ...flags, engine });
    if (started !== undefined) this.print(flags.json, startedJson(started), started.id);
    this.finish(exitCode);
  }
}
