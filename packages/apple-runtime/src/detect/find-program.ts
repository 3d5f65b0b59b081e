import { access, constants } from "node:fs/promises";
import { delimiter, isAbsolute, join } from "node:path";

/** Where Apple's package and Homebrew put the program. */
const USUAL_PLACES = ["/usr/local/bin", "/opt/homebrew/bin"];

/** Finds the programs called `container`, best first: on the PATH, and where installers put it. */
export async function findPrograms(path: string): Promise<readonly string[]> {
  const directories = [...path.split(delimiter).filter(isAbsolute), ...USUAL_PLACES];
  const found: string[] = [];
  for (const directory of new Set(directories)) {
    const candidate = join(directory, "container");
    const isThere = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) found.push(candidate);
  }
  return found;
}
