/** The end of any amount of output. */
export interface LastBytes {
  push(data: Uint8Array): void;
  /** What is kept: the last pieces, together at least as long as was asked for if there was so much. */
  bytes(): Buffer;
}

/** Keeps the last `keptBytes` of what is pushed, rounded up to whole pieces, and hands on what comes before them. */
export function lastBytes(keptBytes: number, onDropped: (data: Uint8Array) => void = () => {}): LastBytes {
  const kept: Uint8Array[] = [];
  let length = 0;
  return {
    push(data) {
      kept.push(data);
      length += data.length;
      for (let first = kept[0]; first !== undefined && length - first.length >= keptBytes; [first] = kept) {
        onDropped(first);
        length -= first.length;
        kept.shift();
      }
    },
    bytes: () => Buffer.concat(kept),
  };
}
