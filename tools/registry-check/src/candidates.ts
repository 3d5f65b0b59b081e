import { type Entry, REGISTRY, type ResolvedDependency, makeDockerfile, resolveDependencies } from "@moat/images";

/** An entry at one of its versions. */
export interface Candidate {
  readonly entry: Entry;
  /** Empty where Debian decides, and for groups. */
  readonly version: string;
  /** With everything that it needs. */
  readonly dependencies: readonly ResolvedDependency[];
  readonly dockerfile: string;
}

/** Any will do: what stands in it is not looked at. */
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";

/** Every entry of the registry at every version that it lists, with the largest Dockerfile that it can have. Pure. */
export function candidates(registry = REGISTRY): readonly Candidate[] {
  return Object.values(registry).flatMap((entry) => versionsOf(entry).map((version) => candidate(entry, version)));
}

function versionsOf({ versions, defaultVersion }: Entry): readonly string[] {
  return versions === "any" || versions.length === 0 ? [defaultVersion] : versions;
}

function candidate(entry: Entry, version: string): Candidate {
  const name = version === "" ? entry.name : `${entry.name}@${version}`;
  const resolution = resolveDependencies([name], { registry: REGISTRY, suggest: () => undefined });
  if (!resolution.ok) throw new Error(resolution.problems.map(({ message }) => message).join(" "));
  const { dependencies } = resolution;
  const { text } = makeDockerfile({
    baseImage: "debian:bookworm-slim",
    dependencies,
    certificates: [CERTIFICATE],
    hooks: { postBuildRoot: "true", postBuild: "true" },
    user: { uid: 1000, gid: 1001, name: "ada" },
  });
  return { entry, version, dependencies, dockerfile: text };
}
