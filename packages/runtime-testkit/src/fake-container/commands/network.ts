import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import type { FakeObject } from "../state/fake-state.ts";
import { showShelf } from "./shelf-commands.ts";
import { labelOf } from "./spec-values.ts";

const NAME = /^[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?$/;
const LABEL_KEY = /^[a-z0-9](?:[a-z0-9._/-]*[a-z0-9])?$/;

/** `network create|delete|list|inspect`. */
export function network(call: Call): number {
  if (call.command === "network create") return create(call);
  if (call.command === "network delete") return remove(call);
  return showShelf(call, "networks", [networkJson("default", {}, "nat", call.state.daemon.gateway)]);
}

function create(call: Call): number {
  const { args, state } = call;
  const name = args.positionals[0] ?? "";
  if (!NAME.test(name) || name === "none") throw new Failure(`invalid network name: ${name}`);
  const labels = Object.fromEntries(args.all("label").map(labelOf));
  const bad = Object.keys(labels).find((key) => !LABEL_KEY.test(key));
  if (bad !== undefined) throw new Failure(`invalid label key: ${bad}`);
  const networks = state.shelf("networks");
  if (name === "default" || name in networks) throw new Failure(`network ${name} already exists`);
  const made = networkJson(name, labels, args.has("internal") ? "hostOnly" : "nat", "192.168.66.1");
  state.setShelf("networks", { ...networks, [name]: made });
  call.print(`${name}\n`);
  return 0;
}

function remove(call: Call): number {
  const { args, state } = call;
  const names = args.positionals;
  if (names.includes("default")) throw new Failure("cannot delete a builtin network: default");
  if (faultOf(call, "net-pending") !== undefined) refuse(call, names, `network ${names[0]} has a pending operation`);
  const networks = state.shelf("networks");
  const missing = names.filter((name) => !(name in networks));
  if (missing.length > 0) throw new Failure(`failed to delete one or more networks: ${JSON.stringify(missing)}`);
  const users = state
    .ids()
    .filter((id) => state.configuration(id)?.networks.some((used) => names.includes(used.network)));
  if (users.length > 0 || faultOf(call, "net-referring") !== undefined)
    refuse(call, names, `cannot delete subnet 192.168.66.0/24 with referring containers: ${users.join(", ")}`);
  state.setShelf("networks", Object.fromEntries(Object.entries(networks).filter(([name]) => !names.includes(name))));
  call.print(names.map((name) => `${name}\n`).join(""));
  return 0;
}

function refuse(call: Call, names: readonly string[], why: string): never {
  call.complain(`failed to delete network: ["error": internalError: "${why}", "id": "${names[0]}"]\n`);
  throw new Failure(`delete failed for one or more networks: ${JSON.stringify(names)}`);
}

function networkJson(
  name: string,
  labels: Readonly<Record<string, string>>,
  mode: string,
  gateway: string,
): FakeObject {
  const builtin = name === "default" ? { "com.apple.container.resource.role": "builtin" } : {};
  return {
    id: name,
    configuration: {
      creationDate: "2026-08-01T10:00:00Z",
      labels: { ...labels, ...builtin },
      mode,
      name,
      options: {},
      plugin: "container-network-vmnet",
    },
    status: { ipv4Gateway: gateway, ipv4Subnet: `${gateway.replace(/\.1$/, ".0")}/24` },
  };
}
