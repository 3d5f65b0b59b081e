import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { printJson } from "../print-json.ts";
import type { FakeObject } from "../state/fake-state.ts";

/** What networks and volumes have in common: `list` and `inspect`. */
export function showShelf(call: Call, shelf: "networks" | "volumes", builtin: readonly FakeObject[]): number {
  const { args, state, command } = call;
  const all = [...builtin, ...Object.values(state.shelf(shelf))];
  if (command.endsWith("list")) {
    if (args.last("format") === "json") printJson(call, all, "line");
    else call.print(all.map(({ id }) => `${id}\n`).join(""));
    return 0;
  }
  const missing = args.positionals.filter((name) => !all.some(({ id }) => id === name)).toSorted();
  if (missing.length > 0) throw new Failure(`${shelf.slice(0, -1)} not found: ${missing.join(", ")}`);
  printJson(
    call,
    all.filter(({ id }) => args.positionals.includes(id)),
    "pretty",
  );
  return 0;
}
