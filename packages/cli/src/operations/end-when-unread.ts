/** How long a command may take to end by itself when nobody reads its output any more. */
const STEPS: readonly (readonly [NodeJS.Signals, number])[] = [
  ["SIGPIPE", 0],
  ["SIGTERM", 2_000],
  ["SIGKILL", 10_000],
];

/**
 * Ends a command whose output nobody reads any more (`moat run -- yes | head`). Without moat in between it would get
 * SIGPIPE, or an error where it ignores that; moat goes on reading, so it has to say more.
 */
export function endWhenUnread(command: { readonly signal: (name: string) => Promise<void> }): void {
  for (const [name, afterMs] of STEPS) setTimeout(() => void command.signal(name), afterMs).unref();
}
