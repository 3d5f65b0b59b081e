/** The bytes 0 to 255, so many times. */
export function allBytes(times: number): Buffer {
  return Buffer.alloc(
    256 * times,
    Uint8Array.from({ length: 256 }, (_, byte) => byte),
  );
}
