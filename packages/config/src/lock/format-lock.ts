import type { LockContent } from "./lock.ts";

const HEADER = "# Written by moat: keep it in version control. `moat deps update` renews what it says.";

/** The text of an agent.lock, sorted, so that one content is one text. Pure. */
export function formatLock({ dependencies, images }: LockContent): string {
  const sections = [section("dependencies", dependencies), section("images", images)];
  return `${[HEADER, "version: 1", ...sections.flat()].join("\n")}\n`;
}

function section(name: string, values: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(values).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0
    ? []
    : [`${name}:`, ...entries.map(([key, value]) => `  ${plainKey(key)}: ${scalar(value)}`)];
}

/** What begins with a letter and is no word of YAML's is a string to it. */
function plainKey(key: string): string {
  return /^(?!(?:true|false|null)$)[a-z]/.test(key) ? key : JSON.stringify(key);
}

/** To YAML, `24` and `1.25` are numbers. */
function scalar(value: string): string {
  return value.startsWith("sha256:") || /^\d+\.\d+\.\d+$/.test(value) ? value : JSON.stringify(value);
}
