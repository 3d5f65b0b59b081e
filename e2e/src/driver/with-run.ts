import { Box } from "./box.ts";

/** Starts a run named `host`, which lives until the test is over and is stopped then. */
export async function withRun(flags: readonly string[], test: (box: Box) => Promise<void>): Promise<void> {
  await using box = await Box.open();
  const { code, stderr } = await box.moat(["run", ...flags, "-d", "-n", "host", "--", "sleep", "1000"]);
  if (code !== 0) throw new Error(`the run did not start: ${stderr}`);
  try {
    await test(box);
  } finally {
    await box.moat(["stop", "-t", "0", "host"]);
  }
}
