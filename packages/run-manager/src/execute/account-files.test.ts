import { describe, expect, it } from "vitest";
import { type ImageAccounts, accountFor } from "./account-files.ts";

const image: ImageAccounts = {
  passwd:
    "root:x:0:0:root:/root:/bin/bash\nnode:x:1000:1000::/home/node:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
  group: "root:x:0:\nnode:x:1000:\nnogroup:x:65534:\n",
};

function fileOf(files: ReturnType<typeof accountFor>["files"], path: string): readonly string[] {
  return (
    files
      .find((file) => file.path === path)
      ?.content.trimEnd()
      .split("\n") ?? []
  );
}

describe("accountFor", () => {
  it("leaves root as it is", () => {
    expect(accountFor({ uid: 0, gid: 0, name: "root" }, image)).toEqual({ user: "0:0", home: "/root", files: [] });
  });

  it("gives a new uid an entry, a group and a home of its own", () => {
    const { user, home, files } = accountFor({ uid: 5000, gid: 6000, name: "ada" }, image);
    expect([user, home]).toEqual(["5000:6000", "/home/ada"]);
    expect(fileOf(files, "/etc/passwd").at(-1)).toBe("ada:x:5000:6000::/home/ada:/bin/sh");
    expect(fileOf(files, "/etc/passwd")).toContain("node:x:1000:1000::/home/node:/bin/bash");
    expect(fileOf(files, "/etc/group").at(-1)).toBe("ada:x:6000:");
    expect(files.find(({ path }) => path === "/home/ada")).toMatchObject({
      kind: "directory",
      uid: 5000,
      gid: 6000,
      mode: 0o755,
    });
  });

  it("uses the image's own name and home for a uid that it has, with the host's gid", () => {
    const { home, files } = accountFor({ uid: 1000, gid: 100, name: "ada" }, image);
    expect(home).toBe("/home/node");
    expect(fileOf(files, "/etc/passwd").filter((line) => line.includes(":1000:"))).toEqual([
      "node:x:1000:100::/home/node:/bin/bash",
    ]);
    expect(fileOf(files, "/etc/group")).toContain("ada:x:100:");
  });

  it("gives a system user a home that exists", () => {
    const { home, files } = accountFor({ uid: 65534, gid: 65534, name: "nobody" }, image);
    expect(home).toBe("/home/nobody");
    expect(fileOf(files, "/etc/passwd").at(-1)).toBe("nobody:x:65534:65534::/home/nobody:/usr/sbin/nologin");
    expect(fileOf(files, "/etc/group")).toHaveLength(3);
  });

  it("takes another name where the image has given this one to somebody else", () => {
    const { files } = accountFor({ uid: 7, gid: 1000, name: "node" }, image);
    expect(fileOf(files, "/etc/passwd").at(-1)).toBe("node1:x:7:1000::/home/node1:/bin/sh");
  });

  it("takes a plain name where the host's could break a line of the file", () => {
    for (const name of ["a:b", "a\nroot2:x:0:0::/:/bin/sh", "Ünï", ""]) {
      const { files } = accountFor({ uid: 5000, gid: 5000, name }, image);
      expect(fileOf(files, "/etc/passwd").at(-1)).toBe("moat:x:5000:5000::/home/moat:/bin/sh");
    }
  });

  it("works for an image that has no such files", () => {
    const { files } = accountFor({ uid: 5000, gid: 5000, name: "ada" }, { passwd: "", group: "" });
    expect(fileOf(files, "/etc/passwd")).toEqual([
      "root:x:0:0:root:/root:/bin/sh",
      "ada:x:5000:5000::/home/ada:/bin/sh",
    ]);
    expect(fileOf(files, "/etc/group")).toEqual(["root:x:0:", "ada:x:5000:"]);
  });
});
