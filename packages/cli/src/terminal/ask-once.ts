import { createInterface } from "node:readline/promises";

/** Asks a question at the terminal, on stderr; only `y` and `yes` are a yes. */
export async function askOnce(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  lines.once("close", () => resolve(""));
  try {
    const answer = await Promise.race([lines.question(question), ended]);
    return /^y(?:es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
