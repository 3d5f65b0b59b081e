import type { Repository } from "../check.ts";
import { publicManifests } from "../manifest.ts";

/** The folders of the packages that others import; the program `moat` is not one of them. */
export function libraryFolders(repository: Pick<Repository, "files">): readonly string[] {
  return publicManifests(repository)
    .filter(({ json }) => json["bin"] === undefined)
    .map(({ folder }) => folder);
}
