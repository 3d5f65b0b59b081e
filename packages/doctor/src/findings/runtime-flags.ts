/** Reads one flag of a runtime's arguments as runsc does: `-name=value` or `--name=value`; the last one counts. Pure. */
export function runtimeFlag(args: readonly string[], name: string): string | undefined {
  return args.flatMap((arg) => valueOf(arg, name) ?? []).at(-1);
}

/** The arguments without that flag. Pure. */
export function withoutFlag(args: readonly string[], name: string): readonly string[] {
  return args.filter((arg) => valueOf(arg, name) === undefined);
}

/** A flag alone is one that is switched on. */
function valueOf(arg: string, name: string): string | undefined {
  const [flag = "", ...value] = arg.split("=");
  if (flag !== `-${name}` && flag !== `--${name}`) return undefined;
  return arg.includes("=") ? value.join("=") : "true";
}
