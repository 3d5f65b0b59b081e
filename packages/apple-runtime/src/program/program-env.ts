/** What `container` itself needs of the environment. Nothing else is passed on, and the same every time. */
const PASSED = ["PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LANG"];

/** Variables of a command that would change how `container` itself behaves, if they went through its environment. */
const DISTURBING =
  /^(PATH|HOME|USER|LOGNAME|SHELL|PWD|TMPDIR|LANG|TERM|NO_COLOR|SSH_AUTH_SOCK|TZ|(LC|CONTAINER|FAKE_CONTAINER|DYLD|LD|NODE|OBJC|SWIFT|XPC|Malloc|NS|CF|__CF|BUILDKIT|OS_ACTIVITY)_?.*|https?_proxy|all_proxy|no_proxy|HTTPS?_PROXY|ALL_PROXY|NO_PROXY)$/;

/** The environment of every call. A changing NO_COLOR would make the program rebuild its builder. */
export function programEnv(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const kept: Record<string, string> = { NO_COLOR: "1" };
  for (const name of PASSED) {
    const value = env[name];
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/**
 * Writes a command's variables as arguments and environment of the call that makes or enters its container. A bare name takes its value from
 * the environment, which other users cannot read; an argument is there for all to see, and only used where the
 * variable would change the program itself. Pure.
 */
export function variableArguments(variables: Readonly<Record<string, string>>): {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const args: string[] = [];
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) {
    if (DISTURBING.test(name)) args.push(`--env=${name}=${value}`);
    else {
      args.push(`--env=${name}`);
      env[name] = value;
    }
  }
  return { args, env };
}
