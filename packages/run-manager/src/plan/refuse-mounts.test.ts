import { describe, expect, it } from "vitest";
import { type RefusalTableRow, refusalOf, refused } from "../testing/plan-tables.ts";

const socket = (path: string) => ({ [path]: { kind: "other", realPath: path } }) as const;

const refusals: readonly RefusalTableRow[] = [
  [
    "a workspace that holds the engine's socket",
    { env: { DOCKER_HOST: "unix:///srv/app/data/engine.sock" }, places: socket("/srv/app/data/engine.sock") },
    "WORKSPACE_INVALID",
    "The workspace /srv/app holds the engine's socket /srv/app/data/engine.sock, and whoever has that owns the machine.",
  ],
  [
    "a mount of nothing",
    { request: { mounts: ["missing:/m"] } },
    "MOUNT_INVALID",
    "The mount source /elsewhere/missing does not exist.",
  ],
  [
    "a mount of agent.yaml of nothing",
    { yaml: "mounts: ['missing:/m']" },
    "MOUNT_INVALID",
    "The mount source /srv/app/missing does not exist.",
  ],
  [
    "a mount of what is denied",
    { request: { mounts: ["/secret:/m"] } },
    "MOUNT_INVALID",
    "The mount source /secret cannot be reached by this user.",
  ],
  ["a mount without a target", { request: { mounts: ["data"] } }, "MOUNT_INVALID", ""],
  ["a mount of a wrong mode", { request: { mounts: ["data:/d:readonly"] } }, "MOUNT_INVALID", ""],
  ["a mount with a relative target", { request: { mounts: ["data:d"] } }, "MOUNT_INVALID", ""],
  ["a mount at the workspace", { request: { mounts: ["data:/workspace"] } }, "MOUNT_INVALID", ""],
  ["a mount at /", { request: { mounts: ["data:/"] } }, "MOUNT_INVALID", ""],
  ["a mount below /proc", { request: { mounts: ["data:/proc/x"] } }, "MOUNT_INVALID", ""],
  ["a mount at /sys", { request: { mounts: ["data:/sys"] } }, "MOUNT_INVALID", ""],
  ["a mount at /dev", { request: { mounts: ["data:/dev/shm"] } }, "MOUNT_INVALID", ""],
  [
    "two mounts of one target",
    { request: { mounts: ["data:/d", "~:/d/"] } },
    "MOUNT_INVALID",
    "Two mounts have the target /d.",
  ],
  [
    "a mount of agent.yaml and a flag of one target",
    { yaml: "mounts: ['data:/d']", request: { mounts: ["data:/d"] } },
    "MOUNT_INVALID",
    "Two mounts have the target /d.",
  ],
  [
    "a mount of /",
    { request: { mounts: ["/:/host:ro"] } },
    "MOUNT_INVALID",
    "The root of this machine cannot be mounted.",
  ],
  [
    "a mount of a link to /",
    { places: { "/up": { kind: "directory", realPath: "/" } }, request: { mounts: ["/up:/host"] } },
    "MOUNT_INVALID",
    "The root of this machine cannot be mounted.",
  ],
  [
    "the engine's socket",
    { places: socket("/run/docker.sock"), request: { mounts: ["/run/docker.sock:/d.sock"] } },
    "MOUNT_INVALID",
    "The engine's socket /run/docker.sock cannot be mounted: whoever has it owns the machine, sandbox or not.",
  ],
  [
    "the engine's socket, not here",
    { request: { mounts: ["/var/run/docker.sock:/d.sock:ro"] } },
    "MOUNT_INVALID",
    "The engine's socket /var/run/docker.sock cannot be mounted: whoever has it owns the machine, sandbox or not.",
  ],
  [
    "a link to the engine's socket",
    {
      places: { ...socket("/run/docker.sock"), "/s": { kind: "other", realPath: "/run/docker.sock" } },
      request: { mounts: ["/s:/d.sock"] },
    },
    "MOUNT_INVALID",
    "/s cannot be mounted: it holds the engine's socket /run/docker.sock, and whoever has that owns the machine.",
  ],
  [
    "a directory with the engine's socket",
    {
      places: { ...socket("/run/docker.sock"), "/run": { kind: "directory", realPath: "/run" } },
      request: { mounts: ["/run:/host-run:ro"] },
    },
    "MOUNT_INVALID",
    "/run cannot be mounted: it holds the engine's socket /run/docker.sock, and whoever has that owns the machine.",
  ],
  [
    "the socket of DOCKER_HOST",
    {
      env: { DOCKER_HOST: "unix:///srv/d.sock" },
      places: socket("/srv/d.sock"),
      request: { mounts: ["/srv/d.sock:/d.sock"] },
    },
    "MOUNT_INVALID",
    "The engine's socket /srv/d.sock cannot be mounted: whoever has it owns the machine, sandbox or not.",
  ],
  [
    "a home with the engine's socket",
    { places: socket("/home/ada/.colima/default/docker.sock"), yaml: "mounts: ['~:/h']" },
    "MOUNT_INVALID",
    "/home/ada cannot be mounted: it holds the engine's socket /home/ada/.colima/default/docker.sock, and whoever has that owns the machine.",
  ],
  ...["/var/moat", "/var", "/var/moat/cache"].map((path): RefusalTableRow => [
    `moat's own directory, by ${path}`,
    {
      home: "/var/moat",
      places: { [path]: { kind: "directory", realPath: path } },
      request: { mounts: [`${path}:/m:ro`] },
    },
    "MOUNT_INVALID",
    `${path} cannot be mounted: it is, holds or lies in moat's own directory /var/moat,`,
  ]),
  [
    "a home with moat's own directory, which is not there yet",
    { request: { mounts: ["~:/h"] } },
    "MOUNT_INVALID",
    "/home/ada cannot be mounted: it is, holds or lies in moat's own directory /home/ada/.moat,",
  ],
  [
    "where a link leads that is moat's own directory",
    { home: "/m", places: { "/m": { kind: "directory", realPath: "/srv/real" } }, request: { mounts: ["/link:/l"] } },
    "MOUNT_INVALID",
    "/link cannot be mounted: it is, holds or lies in moat's own directory /m,",
  ],
  ...["/srv/app", "/srv", "/srv/app/deep/moat"].map((home): RefusalTableRow => [
    `a workspace at, in or above ${home}, moat's own directory`,
    { home },
    "WORKSPACE_INVALID",
    `The workspace /srv/app and moat's own directory ${home} lie in one another,`,
  ]),
  [
    "a workspace with a link to moat's own directory",
    { home: "/srv/app/.moat", places: { "/srv/app/.moat": { kind: "directory", realPath: "/srv/real" } } },
    "WORKSPACE_INVALID",
    "The workspace /srv/app and moat's own directory /srv/app/.moat lie in one another,",
  ],
  [
    "a rootless engine's socket in a runtime directory of another name",
    {
      env: { XDG_RUNTIME_DIR: "/srv/xdg" },
      places: socket("/srv/xdg/podman/podman.sock"),
      request: { mounts: ["/srv/xdg/podman/podman.sock:/p.sock"] },
    },
    "MOUNT_INVALID",
    "The engine's socket /srv/xdg/podman/podman.sock cannot be mounted: whoever has it owns the machine, sandbox or not.",
  ],
  [
    "a rootless engine's socket",
    { places: socket("/run/user/1000/docker.sock"), request: { mounts: ["/run/user/1000/docker.sock:/d.sock"] } },
    "MOUNT_INVALID",
    "The engine's socket /run/user/1000/docker.sock cannot be mounted: whoever has it owns the machine, sandbox or not.",
  ],
];

describe("the mounts of a plan", () => {
  it.each(refusals)("refuses %s", (...row) => {
    expect(refused(row)).toMatchObject(refusalOf(row));
  });
});
