import { dirname } from "node:path";
import type { Check } from "../check.ts";
import { findLines } from "../lines.ts";

/** No path of the machine that the repository happens to be on. */
export const machinePaths: Check = {
  name: "machine-paths",
  run(repository) {
    const { root } = repository;
    const paths = [root, `${dirname(root).replace(/\/$/, "")}/shared/`];
    return findLines(
      repository,
      () => true,
      (line) => {
        const path = paths.find((candidate) => line.includes(candidate));
        return path === undefined ? undefined : `has a path of this machine: ${path}`;
      },
    );
  },
};
