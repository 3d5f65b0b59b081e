import { isatty } from "node:tty";
import type { Interfaces } from "@oclif/core";
import * as Flags from "@oclif/core/flags";
import { parse } from "@oclif/core/parser";
import { refuseBooleanValues } from "./command-line/refuse-boolean-values.ts";
import { splitArgv } from "./command-line/split-argv.ts";
import type { RunResults } from "./operations/each-run.ts";
import type { Workbench } from "./operations/open-context.ts";
import { printDiagnostics } from "./present/print-diagnostics.ts";
import { removePlaceholders } from "./start/environment-for-parser.ts";

// The parser library is there, and has asked.
removePlaceholders(process.env);

/** The flags of every command. */
export const commonFlags = {
  json: Flags.boolean({ default: false, description: "Print the result as JSON." }),
  verbose: Flags.boolean({ char: "v", default: false, description: "Say on stderr what moat decides, and why." }),
};

/** A command as a class: what the parser and its help read, and how to make one for the words of a call. */
export type CommandClass = typeof MoatCommand & (new (argv: readonly string[]) => MoatCommand);

/**
 * What all commands of moat have in common: the flags above, and one way to print. The statics are those of the parser
 * library's own base class, which would load all of the library for every command.
 */
export abstract class MoatCommand {
  static summary: string;
  static description?: string;
  static usage?: string;
  static examples: readonly (string | { readonly description: string; readonly command: string })[];
  static aliases: readonly string[] = [];
  static hidden = false;
  static strict = true;
  static args: Interfaces.ArgInput = {};
  static flags: Interfaces.FlagInput = {};

  /** Runs a command with the words behind its own. */
  static async run(this: new (argv: readonly string[]) => MoatCommand, argv: readonly string[]): Promise<void> {
    await new this(argv).run();
  }

  /** The words behind the command's own. */
  readonly argv: readonly string[];

  constructor(argv: readonly string[]) {
    this.argv = argv;
  }

  /** Does what the command is for. */
  abstract run(): Promise<void>;

  /** Reads words, by default all of this command's, as the arguments and flags that it declares. Throws `USAGE`. */
  protected parse<
    F extends Interfaces.OutputFlags<Interfaces.FlagInput>,
    A extends Interfaces.OutputArgs<Interfaces.ArgInput>,
  >(
    command: Pick<Interfaces.Input<F, object, A>, "flags" | "args" | "strict">,
    words: readonly string[] = this.argv,
  ): Promise<Interfaces.ParserOutput<F, object, A>> {
    refuseBooleanValues(splitArgv(words).own, command.flags ?? {});
    return parse<F, object, A>([...words], command);
  }

  /** Opens what a command works with; diagnostics go to stderr. */
  protected async workbench(flags: { readonly verbose: boolean }): Promise<Workbench> {
    const { openWorkbench } = await import("./operations/open-context.ts");
    return openWorkbench(this.diagnostics(flags));
  }

  /** What says on stderr what moat decides. */
  protected diagnostics({ verbose }: { readonly verbose: boolean }): Workbench["diagnostics"] {
    // Not the stream itself, which is made by the first use of it.
    const isTerminal = isatty(2);
    return printDiagnostics({ verbose, isTerminal, write: (text) => process.stderr.write(text) });
  }

  /** Prints a result: as JSON, or as text that ends in a newline where there is any. */
  protected print(asJson: boolean, json: unknown, text: string): void {
    if (asJson) process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
    else if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  }

  /** Prints what a command did with several runs, their errors on stderr, and ends with its exit code. */
  protected printResults(asJson: boolean, { json, text, errors, exitCode }: RunResults): void {
    if (!asJson) process.stderr.write(errors);
    this.print(asJson, json, text);
    this.finish(exitCode);
  }

  /** Ends with this exit code; a result, not an error. */
  protected finish(exitCode: number): void {
    process.exitCode = exitCode;
  }
}
