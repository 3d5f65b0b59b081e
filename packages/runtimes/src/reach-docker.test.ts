import { expect, it } from "vitest";
import { reachDocker } from "./reach-docker.ts";

const DOCKER_HOST = "unix:///nonexistent/docker.sock";

it.each([
  [{ platform: "linux" }, true],
  [{ platform: "linux", runtime: "apple" }, false],
  [{ platform: "linux", env: { DOCKER_HOST, MOAT_RUNTIME: "Apple" } }, false],
  [{ platform: "darwin" }, false],
  [{ platform: "darwin", runtime: "Docker" }, true],
  [{ platform: "darwin", env: { DOCKER_HOST, MOAT_RUNTIME: "docker" } }, true],
])("asks an engine only where Docker is sure to be chosen: %j, %j", async (options, expected) => {
  const engine = reachDocker({ env: { DOCKER_HOST }, ...options });
  expect(engine !== undefined).toBe(expected);
  // Nobody has to look at a failure; who does finds it.
  const info = (await engine)?.info;
  await expect(info ?? Promise.reject(new Error("nothing was asked"))).rejects.toThrow(
    expected ? "engine" : "nothing was asked",
  );
});
