// node sandboxed.ts IMAGE COMMAND...: runs a command in a gVisor sandbox, and ends as it ends. The engine needs to have the image.
import { argv, exit, stderr, stdout } from "node:process";
import { containerSpec, isMoatError } from "@moat/core";
import { createDockerRuntime } from "@moat/docker-runtime";

const [image = "debian:bookworm-slim", ...command] = argv.slice(2);
try {
  exit(await sandboxed());
} catch (error) {
  if (!isMoatError(error)) throw error;
  stderr.write(`${error.message}\n${error.hint}\n`);
  exit(125);
}

async function sandboxed(): Promise<number> {
  await using runtime = await createDockerRuntime({ sandbox: true });
  // No `name` twice at a time; a program that runs several at once makes one up for each.
  const spec = containerSpec({ name: `sandboxed-${process.pid}`, image, command });
  const { id, isolation } = await runtime.containers.create(spec);
  try {
    stderr.write(`isolation: ${isolation.kind} by ${isolation.runtime}\n`);
    // Before the start, so that nothing is lost.
    await using attachment = await runtime.streams.attach(id);
    await runtime.containers.start(id);
    for await (const { stream, data } of attachment.output) (stream === "stdout" ? stdout : stderr).write(data);
    return (await runtime.containers.wait(id)).code;
  } finally {
    await runtime.containers.remove(id);
  }
}
