import { describe, expect, it } from "vitest";
import { replayScreen } from "./replay-screen.ts";
import { screenHistory } from "./screen-history.ts";

const SIZE = { columns: 20, rows: 4 };

async function screenOf(outputs: readonly string[], keptBytes?: number): Promise<string> {
  const history = screenHistory(keptBytes);
  for (const output of outputs) history.see(Buffer.from(output));
  return await replayScreen(history.bytes(), SIZE);
}

describe("replayScreen", () => {
  it("draws the last lines, with their colours and the cursor where it was", async () => {
    const screen = await screenOf(["one\r\n", "two\r\n", "\x1b[31mthree\x1b[0m\r\nfour\r\n$ "]);
    expect(screen).toContain("two");
    expect(screen).not.toContain("one");
    expect(screen).toContain("\x1b[31mthree");
    expect(["$ ", "$\x1b[1C"].some((prompt) => screen.endsWith(prompt))).toBe(true);
    // What it draws is drawn the same again.
    expect(await screenOf([screen])).toBe(screen);
  });

  it("draws the other screen, and the modes that the program has set", async () => {
    const screen = await screenOf(["shell$ vi\r\n\x1b[?1049h\x1b[?2004h\x1b[?1hEDITOR"]);
    expect(screen).toContain("\x1b[?1049h");
    expect(screen).toContain("\x1b[?2004h");
    expect(screen).toContain("EDITOR");
  });

  it("knows modes that were set before what it still has", async () => {
    const lines = Array.from({ length: 100 }, (_, line) => `line ${line}\r\n`);
    const screen = await screenOf(["\x1b[?1049h\x1b[?2004h", ...lines], 200);
    expect(screen).toContain("\x1b[?1049h");
    expect(screen).toContain("\x1b[?2004h");
    expect(screen).toContain("line 99");
  });
});
