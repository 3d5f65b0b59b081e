/** Leaves out what only BuildKit understands of a Dockerfile that keeps to the port's rules. Pure. */
export function withoutCaches(dockerfile: string): string {
  return dockerfile.replaceAll(/^(RUN )(?:--mount=type=cache\S* )+/gm, "$1");
}
