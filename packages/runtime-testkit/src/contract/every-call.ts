import { type CallOptions, type RuntimeCapabilities, execSpec } from "@moat/core";

import type { ContractSession } from "./contract-session.ts";
import { drain } from "./drain.ts";

/** One method of the port, ready to be called. */
export interface PortCall {
  readonly method: string;
  /** The ability without which the method throws something else. */
  readonly needs?: keyof RuntimeCapabilities;
  readonly call: (options: CallOptions) => Promise<unknown>;
}

const NO_BUILD = { files: [], args: {}, labels: {} };

/** Every asynchronous method of the port, on one container, in an order in which the earlier do not spoil the later. */
export function everyCall(session: ContractSession, id: string, runtime = session.runtime): readonly PortCall[] {
  const { containers, streams, images, networks, volumes } = runtime;
  const { image } = session.subject;
  const { labels } = session;
  return [
    { method: "ping", call: (options) => runtime.ping(options) },
    { method: "containers.create", call: (options) => containers.create(session.spec(), options) },
    { method: "containers.inspect", call: (options) => containers.inspect(id, options) },
    { method: "containers.list", call: (options) => containers.list({ labels }, options) },
    { method: "containers.rename", needs: "rename", call: (options) => containers.rename(id, session.name(), options) },
    { method: "streams.attach", call: (options) => streams.attach(id, options) },
    { method: "streams.logs", call: (options) => drain(streams.logs(id, { follow: false, tail: "all", ...options })) },
    { method: "containers.start", call: (options) => containers.start(id, options) },
    {
      method: "streams.exec",
      call: (options) => streams.exec(id, execSpec({ command: session.program("exit", "0") }), options),
    },
    { method: "containers.wait", call: (options) => containers.wait(id, options) },
    { method: "containers.signal", call: (options) => containers.signal(id, "SIGTERM", options) },
    { method: "containers.stop", call: (options) => containers.stop(id, 1000, options) },
    { method: "containers.remove", call: (options) => containers.remove(id, options) },
    { method: "images.inspect", call: (options) => images.inspect(image, options) },
    { method: "images.readFile", call: (options) => images.readFile(image, "/etc/passwd", options) },
    { method: "images.pull", call: (options) => images.pull(image, options) },
    {
      method: "images.build",
      needs: "builds",
      call: (options) =>
        images.build({ ...NO_BUILD, tag: `${session.name()}:1`, dockerfile: `FROM ${image}\n` }, options),
    },
    { method: "images.remove", needs: "builds", call: (options) => images.remove(`${session.name()}:1`, options) },
    {
      method: "networks.create",
      needs: "networks",
      call: (options) => networks.create({ name: session.name(), labels, internal: false }, options),
    },
    { method: "networks.list", needs: "networks", call: (options) => networks.list(labels, options) },
    { method: "networks.remove", needs: "networks", call: (options) => networks.remove(id, options) },
    {
      method: "volumes.create",
      needs: "volumes",
      call: (options) => volumes.create({ name: session.name(), labels }, options),
    },
    { method: "volumes.list", needs: "volumes", call: (options) => volumes.list(labels, options) },
    { method: "volumes.remove", needs: "volumes", call: (options) => volumes.remove(id, options) },
  ];
}
