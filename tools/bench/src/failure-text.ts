/** What went wrong: what failed while tidying up hides the failure before it, and Node.js says neither. Pure. */
export function failureText(thrown: unknown): string {
  if (!(thrown instanceof SuppressedError)) return String(thrown);
  return `${failureText(thrown.suppressed)}; then ${failureText(thrown.error)}`;
}
