/** One frame of the engine's multiplexed stream; type 1 is stdout, 2 stderr, 3 the engine's own error. */
export function frame(type: 0 | 1 | 2 | 3, data: string | Uint8Array): Buffer {
  const body = Buffer.from(data);
  const header = Buffer.alloc(8);
  header[0] = type;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}
