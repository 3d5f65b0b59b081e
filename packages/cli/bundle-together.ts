import type { CodeSplittingGroup, OutputChunk, RolldownBuild } from "rolldown";

// What is loaded together is one file: opening a file more costs about as much as reading it. Each has what its module needs
// and the ones before it do not have, and sometimes what only other commands need of the same package.
const TOGETHER: readonly (readonly [name: string, root: string, also?: string])[] = [
  ["main", "/cli/src/main.ts"],
  ["complete", "/cli/src/operations/complete-fast.ts"],
  ["parser", "/cli/src/commands/version.ts"],
  ["store", "/cli/src/commands/list.ts"],
  ["run", "/cli/src/commands/run.ts"],
  ["docker", "/docker-runtime/dist/index.js", "/docker-runtime/dist/"],
];

/** Finds out which modules make up each of these files, from a bundle that has a file for whatever is shared in its own way. */
export async function filesTogether(bundle: RolldownBuild): Promise<CodeSplittingGroup[]> {
  const { output } = await bundle.generate({ format: "esm" });
  const chunks = new Map(output.filter((file) => file.type === "chunk").map((chunk) => [chunk.fileName, chunk]));
  const taken = new Set<string>();
  const groups = TOGETHER.map(([name, end, also], index) => {
    const root = [...chunks.values()].find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(end)));
    if (root === undefined) throw new Error(`The bundle has nothing that begins with ${end}.`);
    const own = new Set([...neededBy(root, chunks)].filter((id) => !taken.has(id)));
    for (const id of own) taken.add(id);
    const isOwn = (id: string) => own.has(id) || (also !== undefined && id.includes(also) && !taken.has(id));
    return { name, test: isOwn, priority: TOGETHER.length - index };
  });
  // What every file asks for, in one: a few words for each part of Node.js, and what all packages share.
  return [{ name: "base", test: /^\0(?:builtin:|debug$)|\/core\/dist\//, priority: TOGETHER.length + 1 }, ...groups];
}

function neededBy(root: OutputChunk, chunks: ReadonlyMap<string, OutputChunk>): ReadonlySet<string> {
  const needed = new Set([root]);
  for (const { imports } of needed) {
    for (const file of imports) {
      const chunk = chunks.get(file);
      // Another command's own file may be imported for a part that only the other's namespace has.
      if (chunk !== undefined && chunk.facadeModuleId === null) needed.add(chunk);
    }
  }
  return new Set([...needed].flatMap(({ moduleIds }) => moduleIds));
}
