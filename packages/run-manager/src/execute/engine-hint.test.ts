import { expect, it } from "vitest";
import { engineHint } from "./engine-hint.ts";

it.each([
  ["unix:///var/run/docker.sock", "", "export DOCKER_HOST=unix:///var/run/docker.sock"],
  ["tcp://far:2376", "DOCKER_HOST", "export DOCKER_HOST=tcp://far:2376"],
  ["unix:///it's here/d.sock", "the usual sockets", String.raw`export DOCKER_HOST='unix:///it'\''s here/d.sock'`],
  ["tcp://far:2376", "the context far-1.x (DOCKER_CONTEXT)", "unset DOCKER_HOST; export DOCKER_CONTEXT=far-1.x"],
  ["tcp://far:2376", "the context far (docker's current context)", "unset DOCKER_HOST; export DOCKER_CONTEXT=far"],
])("engineHint of %s, found by %s", (engineAddress, engineFoundBy, expected) => {
  expect(engineHint({ engineAddress, engineFoundBy })).toBe(expected);
});
