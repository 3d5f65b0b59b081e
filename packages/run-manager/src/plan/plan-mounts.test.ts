import { describe, expect, it } from "vitest";
import { type PlanTableRow, planned } from "../testing/plan-tables.ts";

const workspaceMount = { source: "/srv/app", target: "/workspace", readOnly: false, origin: "default" } as const;

const tmp = { target: "/tmp", mode: 0o1777 };

const cases: readonly PlanTableRow[] = [
  [
    "mounts: agent.yaml's are relative to the workspace",
    { yaml: "mounts: ['data:/d']" },
    { mounts: [workspaceMount, { source: "/srv/app/data", target: "/d", readOnly: false, origin: "agent.yaml" }] },
  ],
  [
    "mounts: flags' are relative to the current directory",
    { request: { mounts: ["./data:/d:ro"] } },
    { mounts: [workspaceMount, { source: "/elsewhere/data", target: "/d", readOnly: true, origin: "flag" }] },
  ],
  [
    "mounts: home",
    { home: "/var/moat", request: { mounts: ["~:/h", "~/.cache:/c:rw"] } },
    {
      mounts: [
        workspaceMount,
        { source: "/home/ada", target: "/h", readOnly: false, origin: "flag" },
        { source: "/home/ada/.cache", target: "/c", readOnly: false, origin: "flag" },
      ],
    },
  ],
  [
    "mounts: home is the user's under sudo",
    {
      user: { home: "/home/eve" },
      places: { "/home/eve/x": { kind: "file", realPath: "/home/eve/x" } },
      request: { mounts: ["~/x:/x"] },
    },
    { mounts: [workspaceMount, { source: "/home/eve/x", target: "/x", readOnly: false, origin: "flag" }] },
  ],
  [
    "mounts: links are resolved",
    { request: { mounts: ["/link:/l"] } },
    { mounts: [workspaceMount, { source: "/srv/real", target: "/l", readOnly: false, origin: "flag" }] },
  ],
  [
    "mounts: a file",
    { request: { mounts: ["/etc/hosts:/etc/hosts:ro"] } },
    { mounts: [workspaceMount, { source: "/etc/hosts", target: "/etc/hosts", readOnly: true, origin: "flag" }] },
  ],
  [
    "mounts: a device",
    { request: { mounts: ["/dev/fuse:/fuse"] } },
    { mounts: [workspaceMount, { source: "/dev/fuse", target: "/fuse", readOnly: false, origin: "flag" }] },
  ],
  [
    "mounts: agent.yaml's and flags' add up",
    { yaml: "mounts: ['data:/a']", request: { mounts: ["data:/b"] } },
    {
      mounts: [
        workspaceMount,
        { source: "/srv/app/data", target: "/a", readOnly: false, origin: "agent.yaml" },
        { source: "/elsewhere/data", target: "/b", readOnly: false, origin: "flag" },
      ],
    },
  ],
  [
    "mounts: below the workspace",
    { request: { mounts: ["data:/workspace/data"] } },
    {
      mounts: [
        workspaceMount,
        { source: "/elsewhere/data", target: "/workspace/data", readOnly: false, origin: "flag" },
      ],
    },
  ],
  ["mounts: one at /tmp replaces the memory file system", { request: { mounts: ["data:/tmp/"] } }, { tmpfs: [] }],
  [
    "mounts: one below /tmp does not",
    { request: { mounts: ["data:/tmp/x"] } },
    { tmpfs: [{ target: "/tmp", mode: 0o1777 }] },
  ],
  [
    "mounts: moat's own directory in the workspace is covered",
    { home: "/srv/app/.moat", places: { "/srv/app/.moat": { kind: "directory", realPath: "/srv/app/.moat" } } },
    { mounts: [workspaceMount], tmpfs: [tmp, { target: "/workspace/.moat", mode: 0o555 }] },
  ],
  [
    "mounts: moat's own directory in the workspace, by a linked home and before it is made",
    { home: "/h/.moat", places: { "/h": { kind: "directory", realPath: "/srv/app" } } },
    { tmpfs: [tmp, { target: "/workspace/.moat", mode: 0o555 }] },
  ],
  [
    "mounts: one over moat's own directory covers it",
    { home: "/srv/app/.moat", request: { mounts: ["data:/workspace/.moat"] } },
    { tmpfs: [tmp] },
  ],
  [
    "mounts: a directory beside moat's own",
    { home: "/srv/app-moat", request: { mounts: ["/link:/l"] } },
    { tmpfs: [tmp] },
  ],
  [
    "mounts: a directory beside the engine's socket",
    {
      env: { DOCKER_HOST: "unix:///home/ada/.cache-docker/d.sock" },
      places: { "/home/ada/.cache-docker/d.sock": { kind: "other", realPath: "/home/ada/.cache-docker/d.sock" } },
      request: { mounts: ["~/.cache:/c"] },
    },
    { mounts: [workspaceMount, { source: "/home/ada/.cache", target: "/c", readOnly: false, origin: "flag" }] },
  ],
];

describe("the mounts of a plan", () => {
  it.each(cases)("%s", (...row) => {
    expect(planned(row)).toEqual(row[2]);
  });
});
