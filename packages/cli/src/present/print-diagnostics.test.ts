import type { Progress } from "@moat/core";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { printDiagnostics } from "./print-diagnostics.ts";

function scene(options: { verbose?: boolean; isTerminal?: boolean }) {
  const written: string[] = [];
  const diagnostics = printDiagnostics({
    verbose: false,
    isTerminal: false,
    ...options,
    write: (text) => written.push(text),
  });
  return { diagnostics, printed: () => written.join("") };
}

const pulling = (currentBytes: number, status = "Downloading"): Progress => ({
  operation: "pull",
  subject: "debian",
  status,
  currentBytes,
  totalBytes: 30_000_000,
});

describe("printDiagnostics", () => {
  it("prints each warning once", () => {
    const { diagnostics, printed } = scene({});
    for (const message of ["a", "b", "a", "a"]) diagnostics.warn(message);
    expect(printed()).toBe("moat: warning: a\nmoat: warning: b\n");
  });

  it("prints every note, twice the same as well", () => {
    const { diagnostics, printed } = scene({});
    for (const message of ["1 of 2", "1 of 2"]) diagnostics.note(message);
    expect(printed()).toBe("moat: 1 of 2\nmoat: 1 of 2\n");
  });

  it("prints debug lines only when they are asked for", () => {
    for (const [verbose, expected] of [
      [false, ""],
      [true, "moat: debug: why\nmoat: debug: why\n"],
    ] as const) {
      const { diagnostics, printed } = scene({ verbose });
      diagnostics.debug("why");
      diagnostics.debug("why");
      expect(printed()).toBe(expected);
    }
  });

  it("says once that it pulls where a line cannot be written over, for each thing it pulls", () => {
    const { diagnostics, printed } = scene({});
    diagnostics.progress(pulling(1));
    diagnostics.warn("w");
    diagnostics.progress(pulling(2));
    diagnostics.endProgress();
    diagnostics.progress({ ...pulling(3), subject: "busybox" });
    expect(printed()).toBe("moat: pulling debian\nmoat: warning: w\nmoat: pulling busybox\n");
  });

  it("moves one line on a terminal, and leaves nothing of it", () => {
    const { diagnostics, printed } = scene({ isTerminal: true });
    diagnostics.progress(pulling(1_234_567));
    diagnostics.progress(pulling(30_000_000, "Done"));
    diagnostics.endProgress();
    diagnostics.endProgress();
    const [first, second] = [
      "moat: pulling debian: 1.2/30.0 MB Downloading",
      "moat: pulling debian: 30.0/30.0 MB Done",
    ];
    expect(printed()).toBe(`${first}\r${" ".repeat(first.length)}\r${second}\r${" ".repeat(second.length)}\r`);
  });

  it("clears a moving line before it says something else", () => {
    const { diagnostics, printed } = scene({ isTerminal: true });
    diagnostics.progress({ ...pulling(0), totalBytes: 0, status: "Waiting" });
    diagnostics.warn("w");
    expect(printed()).toBe(`moat: pulling debian: Waiting\r${" ".repeat(29)}\rmoat: warning: w\n`);
  });

  it("lets no text from outside steer the terminal", () => {
    const { diagnostics, printed } = scene({ isTerminal: true, verbose: true });
    diagnostics.warn("\x1b[2J");
    diagnostics.debug("\x1b[2J");
    diagnostics.progress(pulling(0, "\x1b[2J"));
    expect(printed()).not.toContain("\x1b");
  });
});

const step = (status: string) =>
  ({ operation: "build", subject: "moat-image:1", status, currentBytes: 0, totalBytes: 0 }) as const;

describe("the progress of a build", () => {
  it("is one plain line a step where no line can be written over", () => {
    const { printed: said, diagnostics } = scene({ isTerminal: false });
    diagnostics.progress(step("1/2 RUN make"));
    diagnostics.progress(step("1/2 RUN make"));
    diagnostics.progress(step(`2/2 RUN ${"x".repeat(500)}\x1b[2J`));
    expect(said()).toMatch(/^moat: building: 1\/2 RUN make\nmoat: building: 2\/2 RUN x{149}\.\.\.\n$/);
  });

  it("tells on a terminal how long the step has taken, and stops when it ends", () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { printed: said, diagnostics } = scene({ isTerminal: true });
    diagnostics.progress(step("1/2 RUN make"));
    vi.advanceTimersByTime(2000);
    expect(said()).toMatch(/1\/2 RUN make \(0 s\).*1\/2 RUN make \(1 s\).*1\/2 RUN make \(2 s\)$/s);
    diagnostics.endProgress();
    const before = said();
    vi.advanceTimersByTime(5000);
    expect(said()).toBe(before);
  });
});
