import { mkdir, mkdtemp, readFile, rm, writeFile, chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type BindMount, type FileSpec, isMoatError } from "@moat/core";
import { describe, expect, it } from "vitest";

import type { ContractSession } from "./contract-session.ts";
import { moatError } from "./moat-error.ts";

const AWKWARD_NAMES = ["plain", "two words", "with:colon", "with,comma=and\"quote'", "ünïcödé ☂", "-dash"];

const TRY_EACH = `for d in "$@"; do
  cat "$d/in"
  if { echo "from $d" > "$d/out"; } 2>/dev/null; then echo writable; else echo read-only; fi
done`;

/** Files, bind mounts and memory file systems of a spec. */
export function filesAndMountsContract(session: ContractSession): void {
  session.onPosix("files, mounts and tmpfs inside", () => {
    describe("the file system inside", () => {
      it("has the spec's files with their content, mode and owner", async () => {
        const content = "ünïcödé ☂\n'quotes' and no newline at the end";
        const files: readonly FileSpec[] = [
          { path: "/opt/contract dir", kind: "directory", content: "", mode: 0o751, uid: 1234, gid: 2345 },
          { path: "/opt/contract dir/ä file", kind: "file", content, mode: 0o644, uid: 1234, gid: 2345 },
          {
            path: "/usr/local/contract-run",
            kind: "file",
            content: "#!/bin/sh\necho ran\n",
            mode: 0o755,
            uid: 0,
            gid: 0,
          },
        ];
        const script = `for f in "$@"; do stat -c '%a %u %g' "$f"; done; "$3"; cat "$2"`;
        const paths = files.map((file) => file.path);
        const command = ["sh", "-c", script, "sh", ...paths];
        const { stdout } = await session.run({ files, command, user: "1234:2345" });
        expect(stdout.toString()).toBe(`751 1234 2345\n644 1234 2345\n755 0 0\nran\n${content}`);
      });

      it("leaves no container when a file cannot be put inside", async () => {
        const path = "/etc/passwd/cannot-be";
        const file: FileSpec = { path, kind: "file", content: "x", mode: 0o644, uid: 0, gid: 0 };
        await expect(session.create({ files: [file] })).rejects.toSatisfy(isMoatError);
        expect(await session.names()).toEqual([]);
      });

      it("has the host's directories and files, read-only or writable, whatever their names are", async () => {
        const root = await mkdtemp(join(session.subject.scratchDir ?? tmpdir(), "moat-contract-"));
        try {
          const mounts: BindMount[] = [];
          for (const [index, name] of AWKWARD_NAMES.entries()) {
            const source = join(root, name);
            await mkdir(source);
            await chmod(source, 0o777);
            await writeFile(join(source, "in"), `${name}\n`);
            mounts.push({ source, target: `/mounts/${name}`, readOnly: index % 2 === 1 });
          }
          const file = { source: join(root, "plain", "in"), target: "/etc/contract-file", readOnly: true };
          const targets = mounts.map((mount) => mount.target);
          const script = `${TRY_EACH}; cat /etc/contract-file`;
          const { stdout } = await session.run({
            mounts: [...mounts, file],
            command: ["sh", "-c", script, "sh", ...targets],
          });
          const expected = mounts.map(({ readOnly }, index) => {
            return `${AWKWARD_NAMES[index]}\n${readOnly ? "read-only" : "writable"}\n`;
          });
          expect(stdout.toString()).toBe(`${expected.join("")}plain\n`);
          const writable = mounts.filter((mount) => !mount.readOnly);
          const written = await Promise.all(writable.map(({ source }) => readFile(join(source, "out"), "utf8")));
          expect(written).toEqual(writable.map(({ target }) => `from ${target}\n`));
        } finally {
          await rm(root, { recursive: true, force: true });
        }
      });

      it("needs the source of a mount: MOUNT_INVALID, no container, no directory on the host", async () => {
        const root = await mkdtemp(join(session.subject.scratchDir ?? tmpdir(), "moat-contract-"));
        try {
          const mount = { source: join(root, "missing"), target: "/mnt", readOnly: false };
          await expect(session.create({ mounts: [mount] })).rejects.toEqual(moatError("MOUNT_INVALID"));
          expect(await session.names()).toEqual([]);
          await expect(readFile(mount.source)).rejects.toMatchObject({ code: "ENOENT" });
        } finally {
          await rm(root, { recursive: true, force: true });
        }
      });

      it("has memory file systems that anybody may use as their mode says", async () => {
        const tmpfs = [
          { target: "/scratch", mode: 0o1777 },
          { target: "/private", mode: 0o700 },
        ];
        const script = `stat -c %a /scratch /private; grep -c -E ' /(scratch|private) tmpfs ' /proc/mounts
          echo kept > /scratch/file && cat /scratch/file; echo x 2>/dev/null > /private/file || echo refused`;
        const { stdout } = await session.run({ tmpfs, user: "1234:2345", command: ["sh", "-c", script] });
        expect(stdout.toString()).toBe("1777\n700\n2\nkept\nrefused\n");
      });
    });
  });
}
