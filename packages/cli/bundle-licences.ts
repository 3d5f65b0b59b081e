import { readFileSync, readdirSync } from "node:fs";
import type { Plugin } from "rolldown";

/** Writes the licences of all packages that a bundle has something of beside it, as they ask for. */
export function collectLicences(): Plugin {
  return {
    name: "collect-licences",
    generateBundle(_, files) {
      const folders = new Set(
        Object.values(files).flatMap((file) => (file.type === "chunk" ? file.moduleIds.flatMap(packageFolder) : [])),
      );
      const source = [...folders].toSorted().map(licenceOf).join("\n\n");
      this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENCES.txt", source });
    },
  };
}

/** The folder of the package that a module is from; none for moat's own. */
function packageFolder(id: string): readonly string[] {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.slice(0, 1) ?? [];
}

function licenceOf(folder: string): string {
  const { name, version, license }: Record<string, string> = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : `\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}`;
  return `${name} ${version}: ${license}${text}\n`;
}
