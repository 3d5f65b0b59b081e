import type { Attachment } from "@moat/core";

/** Gives a command its input, and then the end of it; `undefined` leaves its input alone. */
export async function feed(
  command: Pick<Attachment, "write" | "endInput">,
  input: AsyncIterable<Uint8Array> | undefined,
): Promise<void> {
  if (input === undefined) return;
  for await (const data of input) await command.write(data);
  await command.endInput();
}
