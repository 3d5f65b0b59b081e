import type { ResolvedDependency } from "../dependencies/resolve-dependencies.ts";

/** An official image that files are taken of. */
export interface Stage {
  readonly image: string;
  readonly stage: string;
}

/** The official images of these dependencies. */
export function stagesOf(dependencies: readonly ResolvedDependency[]): readonly Stage[] {
  return dependencies.flatMap(({ name, version, source }) =>
    source.from === "image" ? [{ image: source.image.replaceAll("{version}", version), stage: name }] : [],
  );
}

/** Everything that comes from Debian, in one layer: apt's lists are out of date a day later, and are not kept. */
export function debianLayer(
  dependencies: readonly ResolvedDependency[],
  { hasCertificates }: { readonly hasCertificates: boolean },
): readonly string[] {
  const lines: string[] = [];
  const packages = new Set<string>();
  if (dependencies.length > 0) packages.add("ca-certificates");
  const links = new Map<string, string>();
  const env = new Map<string, string>();
  for (const { source, version } of dependencies) {
    if (source.from !== "apt") continue;
    // An entry of the registry puts its version into its packages' names; one of `apt:` behind them.
    const isOwn = source.packages.some((one) => one.includes("{version}"));
    for (const one of source.packages)
      packages.add(isOwn || version === "" ? filled(one, version) : `${one}=${version}`);
    for (const [name, target] of Object.entries(source.links)) links.set(name, filled(target, version));
    for (const [name, value] of Object.entries(source.env)) env.set(name, value);
  }
  if (packages.size === 0) return hasCertificates ? [CERTIFICATES_ALONE] : [];
  const commands = [
    // Debian's slim images have no manuals, and the packages of Java fail that make links between theirs.
    ...([...packages].some((name) => JAVA.test(name)) ? ["mkdir -p /usr/share/man/man1"] : []),
    "apt-get update",
    `DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${[...packages].toSorted().join(" ")}`,
    "rm -rf /var/lib/apt/lists/*",
    ...(hasCertificates ? ["update-ca-certificates"] : []),
    ...linkCommands(links),
  ];
  lines.push(run(commands), ...envLines(env));
  return lines;
}

const JAVA = /^(?:default|openjdk-\d+)-(?:jre|jdk)/;

/** Without the usual authorities a bundle of a few would trust too little; an image that is no Debian has its own way, and its own bundle. */
const CERTIFICATES_ALONE = run([
  "{ command -v update-ca-certificates || ! command -v apt-get || { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/*; }; }",
  "{ ! command -v update-ca-certificates || update-ca-certificates; }",
]);

/** Runtimes, each in layers of its own: files of an official image need no network and no checksum but the image's own. */
export function imageLayers(dependencies: readonly ResolvedDependency[], stages: readonly Stage[]): readonly string[] {
  return dependencies.flatMap(({ name, source }) => {
    if (source.from !== "image" || !stages.some(({ stage }) => stage === name)) return [];
    const links = linkCommands(new Map(Object.entries(source.links)));
    return [
      ...source.copy.map((path) => `COPY --from=${name} ${path} ${path}`),
      ...(links.length > 0 ? [run(links)] : []),
      ...envLines(new Map(Object.entries(source.env))),
    ];
  });
}

/** What package managers bring, each in a layer of its own; the agents, which change most often, last. */
export function packageLayers(dependencies: readonly ResolvedDependency[]): readonly string[] {
  return dependencies.flatMap(({ source, version }) => {
    switch (source.from) {
      case "npm":
        return [cached("npm", `npm install --global --no-fund --no-audit ${source.package}@${version}`)];
      case "pip":
        return [cached("pip", `pip install --root-user-action=ignore ${source.package}==${version}`)];
      case "uv":
        return [cached("uv", `uv tool install --no-progress ${source.package}==${version}`)];
      case "go":
        return [cached("go", `go install ${source.package}@v${version.replace(/^v/, "")}`)];
      case "cargo":
        return [cached("cargo", `cargo install --locked --root /usr/local ${source.package}@${version}`)];
      case "apt":
      case "image":
        break;
    }
    return [];
  });
}

const CACHE = "/var/cache/moat";

/** Where each package manager keeps what it has fetched, and what it has to be told beside. */
const SETTINGS = {
  npm: `NPM_CONFIG_CACHE=${CACHE}/npm`,
  pip: `PIP_CACHE_DIR=${CACHE}/pip`,
  uv: `UV_CACHE_DIR=${CACHE}/uv UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_TOOL_DIR=/opt/uv UV_TOOL_BIN_DIR=/usr/local/bin`,
  go: `GOMODCACHE=${CACHE}/go/mod GOCACHE=${CACHE}/go/build GOFLAGS=-modcacherw GOBIN=/usr/local/bin`,
  cargo: `CARGO_HOME=${CACHE}/cargo`,
} as const;

/** With a cache of the builder's where it has them; without one, nothing of a cache stays in the image. */
function cached(manager: keyof typeof SETTINGS, command: string): string {
  const directory = `${CACHE}/${manager}`;
  return `RUN --mount=type=cache,target=${directory},sharing=locked ${SETTINGS[manager]} ${command} && { grep -q " ${directory} " /proc/mounts || rm -rf ${CACHE}; }`;
}

function run(commands: readonly string[]): string {
  return `RUN ${commands.join(" \\\n && ")}`;
}

function linkCommands(links: ReadonlyMap<string, string>): readonly string[] {
  return [...links].toSorted(byName).map(([name, target]) => `ln -s ${target} /usr/local/bin/${name}`);
}

function envLines(env: ReadonlyMap<string, string>): readonly string[] {
  return [...env].toSorted(byName).map(([name, value]) => `ENV ${name}=${value}`);
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function filled(text: string, version: string): string {
  return text.replaceAll("{version}", version);
}
