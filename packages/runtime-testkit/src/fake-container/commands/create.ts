import { randomUUID } from "node:crypto";
import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import type { FakeConfiguration } from "../state/container-files.ts";
import type { FakeImage } from "../state/fake-state.ts";
import { digestOf, findImage, pullInto } from "./find-image.ts";
import { labelOf, memoryOf, mountOf, portOf, ulimitOf, volumeMount } from "./spec-values.ts";

const MEBIBYTE = 1024 ** 2;
const ID = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/;

/** `create`: prints the id. */
export function create(call: Call): number {
  const id = createContainer(call);
  call.print(`${id}\n`);
  return 0;
}

/** Makes a container in the order of checks that the real program has. */
export function createContainer(call: Call): string {
  const { args, state } = call;
  const id = args.last("name") ?? randomUUID();
  if (!ID.test(id) || id.length > 63) throw new Failure(`container ID ${id} is not a valid container ID`);
  const [reference = "", ...words] = args.positionals;
  if (call.command === "run" && state.has(id)) throw new Failure(`container with id ${id} already exists`);
  const found = findImage(state, reference) ?? pullInto(call, reference);
  if (!state.daemon.kernel || faultOf(call, "no-kernel") !== undefined) {
    throw new Failure(
      "default kernel not configured for architecture arm64, please use the `container system kernel set` command to configure it",
    );
  }
  const configuration = configurationOf(call, id, found, words);
  if (state.has(id) || faultOf(call, "exists") !== undefined) throw new Failure(`container already exists: ${id}`);
  const hostname = id.split(".")[0];
  if (state.ids().some((other) => other.split(".")[0] === hostname))
    throw new Failure(`hostname(s) already exist: ["${hostname}"]`);
  if (configuration.resources.memoryInBytes < 200 * MEBIBYTE) {
    throw new Failure(`minimum memory amount allowed is 200 MiB (got ${configuration.resources.memoryInBytes} bytes)`);
  }
  state.addContainer(configuration, { autoRemove: args.has("rm") });
  return id;
}

function configurationOf(
  { args, state, env }: Call,
  id: string,
  { reference, image }: { readonly reference: string; readonly image: FakeImage },
  words: readonly string[],
): FakeConfiguration {
  const override = args.last("entrypoint");
  const tail = words.length > 0 || override !== undefined ? words : image.command;
  const [executable, ...rest] = [...(override === undefined ? image.entrypoint : [override]), ...tail];
  if (executable === undefined) throw new Failure("command/entrypoint not specified for container process");
  const memoryInBytes = memoryOf(args.last("memory") ?? "1024M");
  const mounts = [
    ...args.all("volume").map(volumeMount),
    ...args.all("mount").map(mountOf),
    ...args.all("tmpfs").map((destination) => ({ type: { tmpfs: {} }, source: "tmpfs", destination, options: [] })),
  ];
  const asked = args.all("network");
  const networks = asked.includes("none") ? [] : asked.length > 0 ? asked : ["default"];
  for (const network of networks) {
    if (network !== "default" && !(network in state.shelf("networks")))
      throw new Failure(`network ${network} not found`);
  }
  return {
    id,
    creationDate: `${new Date().toISOString().slice(0, 19)}Z`,
    image: {
      reference,
      descriptor: { digest: digestOf(reference), mediaType: "application/vnd.oci.image.index.v1+json", size: 9218 },
    },
    initProcess: {
      executable,
      arguments: rest,
      environment: environmentOf(image.env, passedOn(args.all("env"), env), args.has("tty")),
      workingDirectory: args.last("workdir") ?? "/",
      terminal: args.has("tty"),
      user: { raw: { userString: args.last("user") ?? "" } },
      supplementalGroups: [],
      rlimits: args.all("ulimit").map(ulimitOf),
    },
    labels: Object.fromEntries(args.all("label").map(labelOf)),
    mounts,
    networks: networks.map((network) => ({ network, options: { hostname: id.split(".")[0], mtu: 1280 } })),
    publishedPorts: args.all("publish").map(portOf),
    publishedSockets: [],
    resources: { cpuOverhead: 1, cpus: Number(args.last("cpus") ?? "4"), memoryInBytes },
    platform: { architecture: "arm64", os: "linux", variant: "v8" },
    ...(args.has("no-dns")
      ? {}
      : {
          dns: { nameservers: args.all("dns"), options: args.all("dns-option"), searchDomains: args.all("dns-search") },
        }),
    capAdd: args.all("cap-add").map(capabilityName),
    capDrop: args.all("cap-drop").map(capabilityName),
    sysctls: {},
    rosetta: false,
    ssh: args.has("ssh"),
    readOnly: args.has("read-only"),
    useInit: args.has("init"),
    virtualization: args.has("virtualization"),
    runtimeHandler: args.last("runtime") ?? "container-runtime-linux",
  };
}

function capabilityName(text: string): string {
  const name = text.toUpperCase().replace(/^CAP_/, "");
  return name === "ALL" ? name : `CAP_${name}`;
}

/** A bare name takes the caller's value; where the caller has none it is dropped. */
export function passedOn(given: readonly string[], env: Readonly<Record<string, string>>): readonly string[] {
  return given.flatMap((entry) => {
    if (entry.includes("=")) return [entry];
    const value = env[entry];
    return value === undefined ? [] : [`${entry}=${value}`];
  });
}

function environmentOf(base: readonly string[], given: readonly string[], tty: boolean): readonly string[] {
  const variables = new Map([...base, ...given].map(splitVariable));
  if (tty && !variables.has("TERM")) variables.set("TERM", "xterm");
  return Array.from(variables, ([name, value]) => `${name}=${value}`);
}

function splitVariable(entry: string): readonly [string, string] {
  const at = entry.indexOf("=");
  return [entry.slice(0, at), entry.slice(at + 1)];
}
