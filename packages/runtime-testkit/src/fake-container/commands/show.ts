import type { Call } from "../call.ts";
import { Failure } from "../failure.ts";
import { printJson } from "../print-json.ts";
import type { FakeState } from "../state/fake-state.ts";

/** `list`: running ones, or all. */
export function list(call: Call): number {
  const { args, state } = call;
  const shown = state.ids().flatMap((id) => containerJson(state, id) ?? []);
  const wanted = args.has("all") ? shown : shown.filter(({ status }) => status.state === "running");
  if (args.last("format") === "json") printJson(call, wanted, "line");
  else call.print(wanted.map(({ id }) => `${id}\n`).join(""));
  return 0;
}

/** `inspect`: all of them, or an error that names what is missing. */
export function inspect(call: Call): number {
  const { args, state } = call;
  const wanted = [...new Set(args.positionals)].toSorted().toReversed();
  const found = wanted.flatMap((id) => containerJson(state, id) ?? []);
  const missing = wanted.filter((id) => !found.some((container) => container.id === id)).toSorted();
  if (missing.length > 0) throw new Failure(`container not found: ${missing.join(", ")}`);
  printJson(call, found, "pretty");
  return 0;
}

function containerJson(state: FakeState, id: string) {
  const configuration = state.configuration(id);
  if (configuration === undefined) return undefined;
  const { state: word, startedDate, hiddenUntil, addressAfter } = state.status(id);
  // A change that callers are not to see yet: the word before it.
  const seen = Date.now() < hiddenUntil ? (word === "running" ? "stopped" : "running") : word;
  const networks =
    seen === "running" && Date.now() >= addressAfter
      ? configuration.networks.map(({ network, options }) => ({
          network,
          hostname: options["hostname"],
          ipv4Address: "192.168.64.2/24",
          ipv4Gateway: state.daemon.gateway,
          ipv6Address: "fd9d::5678/64",
          macAddress: "aa:bb:cc:dd:ee:ff",
          mtu: 1280,
        }))
      : [];
  const isStarted = startedDate !== null && !(seen === "stopped" && word === "running");
  return { id, configuration, status: { networks, state: seen, ...(isStarted ? { startedDate } : {}) } };
}
