/** A command that was typed at a terminal, and what the terminal then showed. */
export interface Exchange {
  readonly command: string;
  readonly output: string;
}

const FONT = { width: 8.4, height: 20, size: 14 } as const;
const MARGIN = 20;
const COLUMNS = 86;

/** Draws what was typed and shown, in both colour schemes, for a page that cannot run it. Pure. */
export function sessionSvg(exchanges: readonly Exchange[]): string {
  const lines = exchanges.flatMap(({ command, output }) => [
    { kind: "typed", text: `$ ${command}` },
    ...output
      .trimEnd()
      .split("\n")
      .filter((line, _, all) => all.length > 1 || line !== "")
      .map((text) => ({ kind: "shown", text })),
  ]);
  const width = Math.ceil(COLUMNS * FONT.width) + 2 * MARGIN;
  const height = lines.length * FONT.height + 2 * MARGIN;
  const drawn = lines.map(
    ({ kind, text }, row) =>
      `  <text class="${kind}" x="${MARGIN}" y="${MARGIN + row * FONT.height + FONT.size}">${escaped(text)}</text>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
  <title>A terminal session with moat</title>
  <style>
    rect { fill: #f6f8fa; stroke: #d0d7de } text { font: ${FONT.size}px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328; white-space: pre }
    .typed { fill: #0a5c36; font-weight: bold }
    @media (prefers-color-scheme: dark) { rect { fill: #0d1117; stroke: #30363d } text { fill: #e6edf3 } .typed { fill: #7ee2a8 } }
  </style>
  <rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${drawn.join("\n")}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
