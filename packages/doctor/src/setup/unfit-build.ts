/** The release from which on gVisor's network stack starts on Linux 6.11 and newer. */
const FIXED_FOR_NEW_KERNELS = 20_240_731;

/**
 * Says why a version of the package `runsc` is known to be unfit on a kernel, or nothing. What is not known to be unfit
 * still has to be proved. Pure.
 */
export function unfitBuild(version: string, kernel: string): string | undefined {
  const date = /(?:^|[~:])(\d{8})(?:\.\d+)?/.exec(version)?.[1];
  if (date === undefined) return undefined;
  if (date.startsWith("2022")) return "it cannot list a directory in images of Debian 12 and newer";
  if (version.endsWith("20240729.0-7+b1")) return "it dies when a command forks";
  if (Number(date) < FIXED_FOR_NEW_KERNELS && isAtLeast(kernel, 6, 11))
    return `it does not start containers that have a network on Linux 6.11 and newer, and this is ${kernel}`;
  return undefined;
}

function isAtLeast(kernel: string, major: number, minor: number): boolean {
  const [, first = "0", second = "0"] = /^(\d+)\.(\d+)/.exec(kernel) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
