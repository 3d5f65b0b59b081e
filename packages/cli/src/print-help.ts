import { Errors, run } from "@oclif/core";

/** Prints what the parser library makes of the commands' descriptions. */
export async function printHelp(argv: readonly string[]): Promise<void> {
  try {
    await run([...argv], import.meta.url);
  } catch (thrown) {
    if (!(thrown instanceof Errors.ExitError)) throw thrown;
  }
}
