import type { TerminalSize } from "@moat/core";

/**
 * Draws output on a terminal that exists in memory only, and returns what draws the same screen on an empty one. The
 * emulator is loaded here, and not before: only `attach` needs it.
 */
export async function replayScreen(output: Uint8Array, size: TerminalSize): Promise<string> {
  const [{ default: headless }, { default: serialize }] = await Promise.all([
    import("@xterm/headless"),
    import("@xterm/addon-serialize"),
  ]);
  const terminal = new headless.Terminal({
    cols: size.columns,
    rows: size.rows,
    scrollback: 0,
    allowProposedApi: true,
  });
  const serializer = new serialize.SerializeAddon();
  terminal.loadAddon(serializer);
  await new Promise<void>((resolve) => terminal.write(output, resolve));
  const screen = serializer.serialize({ scrollback: 0 });
  terminal.dispose();
  return screen;
}
