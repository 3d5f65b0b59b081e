/** Ends the program with a text on stderr and an exit status. */
export class Failure extends Error {
  readonly exitCode: number;

  constructor(text: string, exitCode = 1) {
    super(text);
    this.exitCode = exitCode;
  }
}

/** What the command line parser says: status 64, with the usage. */
export function usageFailure(text: string, command: string): Failure {
  return new Failure(
    `${text}\nUsage: container ${command} [<options>]\n  See 'container ${command} --help' for more information.`,
    64,
  );
}

/** An error inside another, as the program prints it: the quotes inside are not escaped. */
export function caused(message: string, code: string, cause: string): string {
  return `${message} (cause: "${code}: "${cause}"")`;
}

/** What every command says when the service does not answer. */
export function serviceFailure(how: "Connection invalid" | "Connection interrupted"): Failure {
  const hint = "Ensure container system service has been started with `container system start`.";
  return new Failure(`interrupted: "XPC connection error: ${how}"\n${hint}`);
}
