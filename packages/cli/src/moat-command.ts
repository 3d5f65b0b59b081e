import { Command, Flags } from "@oclif/core";
import { removePlaceholders } from "./command-line/environment-for-parser.ts";
import { refuseBooleanValues } from "./command-line/refuse-boolean-values.ts";
import { splitArgv } from "./command-line/split-argv.ts";
import type { RunResults } from "./operations/each-run.ts";
import { type Workbench, openWorkbench } from "./operations/open-context.ts";
import { printDiagnostics } from "./present/print-diagnostics.ts";

/** The flags of every command. */
export const commonFlags = {
  json: Flags.boolean({ default: false, description: "Print the result as JSON." }),
  verbose: Flags.boolean({ char: "v", default: false, description: "Say on stderr what moat decides, and why." }),
};

/** What all commands of moat have in common: the flags above, and one way to print. */
export abstract class MoatCommand extends Command {
  protected override async init(): Promise<void> {
    removePlaceholders(process.env);
    await super.init();
  }

  /** This command's words, checked for what the parser would misread. */
  protected words(): string[] {
    refuseBooleanValues(splitArgv(this.argv).own, this.ctor.flags);
    return [...this.argv];
  }

  /** Opens what a command works with; diagnostics go to stderr. */
  protected workbench(flags: { readonly verbose: boolean }): Workbench {
    return openWorkbench(this.diagnostics(flags));
  }

  /** What says on stderr what moat decides. */
  protected diagnostics({ verbose }: { readonly verbose: boolean }): Workbench["diagnostics"] {
    const isTerminal = process.stderr.isTTY;
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
