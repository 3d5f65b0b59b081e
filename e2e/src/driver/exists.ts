import { access } from "node:fs/promises";

/** Tells whether a path is there. */
export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
