import { mkdir, mkdtemp, realpath, rename, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { containerSpec } from "@moat/core";
import { expect, it, onTestFinished } from "vitest";
import { createDockerRuntime } from "../create-docker-runtime.ts";
import { inspected, json, startFakeEngine } from "../testing/fake-engine.ts";

it("a source that has become a link is refused, and nothing is created", async () => {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "moat-moved-")));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const [data, secret] = [join(directory, "data"), join(directory, "secret")];
  await mkdir(join(data, "inner"), { recursive: true });
  await mkdir(join(secret, "inner"), { recursive: true });
  await using engine = await startFakeEngine({
    answers: {
      "POST /containers/create": json({ Id: "c1" }, 201),
      "GET /containers/c1/json": json(inspected({ status: "created" })),
    },
  });
  const { containers } = await createDockerRuntime({ sandbox: false, check: "on-create", address: engine.address });
  const source = join(data, "inner");
  const create = () =>
    containers.create(containerSpec({ name: "c", image: "i", mounts: [{ source, target: "/d", readOnly: false }] }));
  expect(await create()).toMatchObject({ id: "c1" });
  const asked = engine.requests.length;
  await rename(data, join(directory, "gone"));
  await symlink(secret, data);
  await expect(create()).rejects.toMatchObject({
    code: "MOUNT_INVALID",
    message: `${source} cannot be mounted: a link leads to ${join(secret, "inner")} now.`,
  });
  expect(engine.requests.slice(asked).filter((request) => request.includes("/containers/create"))).toEqual([]);
});
