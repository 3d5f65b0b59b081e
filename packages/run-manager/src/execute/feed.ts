import type { Attachment } from "@moat/core";

/**
 * Gives a command its input, and then the end of it; `undefined` leaves its input alone. While one chunk is on its way, the next one
 * is asked for, and no third.
 */
export async function feed(
  command: Pick<Attachment, "write" | "endInput">,
  input: AsyncIterable<Uint8Array> | undefined,
): Promise<void> {
  if (input === undefined) return;
  let onItsWay = Promise.resolve();
  for await (const data of input) {
    await onItsWay;
    onItsWay = command.write(data);
    // Whoever waits for it is told.
    onItsWay.catch(() => {});
  }
  await onItsWay;
  await command.endInput();
}
