import { describe, expect, it } from "vitest";
import { PullProgress } from "./pull-progress.ts";

const downloading = (id: string, current: number, total: number) => ({
  id,
  status: "Downloading",
  progressDetail: { current, total },
});

describe("PullProgress", () => {
  it("adds the layers up, and never goes back", () => {
    const progress = new PullProgress("debian:x");
    const events = [
      { status: "Pulling from library/debian", id: "x" },
      { id: "l1", status: "Pulling fs layer", progressDetail: {} },
      downloading("l1", 10, 100),
      downloading("l2", 5, 50),
      { id: "l1", status: "Download complete", progressDetail: {} },
      { id: "l1", status: "Extracting", progressDetail: { current: 1, total: 100 } },
      { id: "l1", status: "Pull complete", progressDetail: {} },
      { id: "l2", status: "Download complete" },
      { status: "Status: Downloaded newer image" },
    ];
    const sums = events.map((event) => {
      const { currentBytes, totalBytes } = progress.add(event);
      return [currentBytes, totalBytes];
    });
    expect(sums).toEqual([
      [0, 0],
      [0, 0],
      [10, 100],
      [15, 150],
      [105, 150],
      [105, 150],
      [105, 150],
      [150, 150],
      [150, 150],
    ]);
  });

  it("says what is pulled and what the engine says of it", () => {
    expect(new PullProgress("debian:x").add({ id: "l", status: "Verifying Checksum" })).toEqual({
      operation: "pull",
      subject: "debian:x",
      status: "Verifying Checksum",
      currentBytes: 0,
      totalBytes: 0,
    });
    expect(new PullProgress("i").add({}).status).toBe("");
  });

  it("does not count a layer that is there already, nor one of unknown size", () => {
    const progress = new PullProgress("i");
    progress.add({ id: "l1", status: "Already exists", progressDetail: {} });
    progress.add({ id: "l2", status: "Downloading", progressDetail: { current: 7 } });
    expect(progress.add({ id: "l2", status: "Pull complete" })).toMatchObject({ currentBytes: 0, totalBytes: 0 });
  });
});
