import { plainText } from "./plain-text.ts";

/** Sets rows in columns as wide as their widest cell, two blanks apart; no cell can steer a terminal. Pure. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(plainText));
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
