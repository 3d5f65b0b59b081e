/** What is looked for first; the rest is compared only where this is found. */
const NEEDLE_BYTES = 64;

/**
 * Tells where in `recent`, the end of the log, `live` begins, which was read from somewhere in there on: everything
 * before that place is missing in `live`, everything after it is in both. `recent.length` when nothing is in both. Pure.
 *
 * Both are pieces of one stream, so that they agree from the right place on, up to the end of the shorter one. Output
 * that repeats itself may agree at several places; then it is the first.
 */
export function overlapStart(recent: Buffer, live: Buffer): number {
  if (live.length === 0) return recent.length;
  const needle = live.subarray(0, NEEDLE_BYTES);
  for (let at = recent.indexOf(needle); at !== -1; at = recent.indexOf(needle, at + 1))
    if (agree(recent, live, at)) return at;
  for (let at = Math.max(0, recent.length - needle.length + 1); at < recent.length; at += 1)
    if (agree(recent, live, at)) return at;
  return recent.length;
}

function agree(recent: Buffer, live: Buffer, at: number): boolean {
  const length = Math.min(recent.length - at, live.length);
  return recent.compare(live, 0, length, at, at + length) === 0;
}
