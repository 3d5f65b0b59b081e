import * as fs from "node:fs";

/** Whose a file is to be, and who may do what with it. */
export interface FileAccess {
  /** Permission bits, less those of the umask. */
  readonly mode: number;
  readonly owner?: { readonly uid: number; readonly gid: number } | undefined;
}

// What node:fs/promises does, for moat's own small files. A run makes about a hundred such calls, and each takes the system
// microseconds; a thread for each, and the way there and back, would take ten times as long, and more than half of what
// moat adds to a run on its own. They are asynchronous to their callers, which need not know.

export const link = (existing: string, path: string) => soon(() => fs.linkSync(existing, path));
export const mkdir = (path: string, options: fs.MakeDirectoryOptions) => soon(() => void fs.mkdirSync(path, options));
export const readFile = (path: string, encoding: "utf8") => soon(() => fs.readFileSync(path, encoding));
export const readdir = (path: string) => soon(() => fs.readdirSync(path));
export const rename = (from: string, to: string) => soon(() => fs.renameSync(from, to));
export const rm = (path: string, options: fs.RmOptions) => soon(() => fs.rmSync(path, options));
export const rmdir = (path: string) => soon(() => fs.rmdirSync(path));
export const stat = (path: string) => soon(() => fs.statSync(path));
export const unlink = (path: string) => soon(() => fs.unlinkSync(path));
export const writeFile = (path: string, text: string, options: { readonly mode: number }) =>
  soon(() => fs.writeFileSync(path, text, options));

/** Writes a file that is not there yet, down to the disk. */
export const writeDurably = (path: string, text: string, { mode, owner }: FileAccess) =>
  soon(() =>
    withOpen(fs.openSync(path, "wx", mode), (descriptor) => {
      fs.writeFileSync(descriptor, text);
      if (owner !== undefined) fs.fchownSync(descriptor, owner.uid, owner.gid);
      fs.fsyncSync(descriptor);
    }),
  );

function withOpen(descriptor: number, use: (descriptor: number) => void): void {
  try {
    use(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** So many calls are made in one turn: each turn more costs as much as the call. */
const CALLS_A_TURN = 16;
let calls = 0;

/** Lets others have their turn now and then: a loop of such calls that waits for somebody else must not keep them waiting. */
async function soon<T>(call: () => T): Promise<T> {
  calls += 1;
  if (calls % CALLS_A_TURN === 0) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  return call();
}
