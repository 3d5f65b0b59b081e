import type { Check, Finding } from "../check.ts";
import { publicManifests } from "../manifest.ts";

/** Every package says what npm and its users need to know, in one way. */
export const packageManifests: Check = {
  name: "package-manifests",
  run(repository) {
    const findings: Finding[] = [];
    for (const { file, folder, json } of publicManifests(repository)) {
      const expect = (holds: boolean, message: string) => {
        if (!holds) findings.push({ file, line: 0, message });
      };
      const has = (key: string) => json[key] !== undefined;
      expect(repository.files.has(`${folder}/README.md`), "is a package without a README.md.");
      expect(json["name"] === `@moat/${folder.replace("packages/", "")}`, "has a name that is not @moat/<folder>.");
      expect(typeof json["description"] === "string", 'has no "description".');
      expect(json["license"] === "MIT", 'has not "license": "MIT".');
      expect(json["type"] === "module", 'has not "type": "module".');
      expect(json["sideEffects"] === false, 'has not "sideEffects": false.');
      expect(has("exports"), 'has no "exports".');
      expect(has("bin") || hasTypes(json["exports"]), 'has no "exports" with "types", and no "bin".');
      expect(has("files"), 'has no "files".');
      expect(has("engines"), 'has no "engines".');
      expect(json["private"] !== true, "is private, and below packages/.");
    }
    return findings;
  },
};

function hasTypes(exports: unknown): boolean {
  return JSON.stringify(exports ?? null).includes('"types"');
}
