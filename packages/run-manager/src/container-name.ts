/** The name that a run's container has in its engine: unique, for installations that share it may have runs of one name. Pure. */
export function containerName({ id, name }: { readonly id: string; readonly name: string }): string {
  return `moat-${name}-${id.replace("run_", "")}`;
}
