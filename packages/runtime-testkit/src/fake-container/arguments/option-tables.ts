/** What an option takes: nothing, a value, or a whole number. */
export type OptionKind = "flag" | "value" | "integer";

/** One subcommand's command line. */
export interface CommandTable {
  /** By every spelling; spellings of one option share its long name. */
  readonly options: Readonly<Record<string, { readonly name: string; readonly kind: OptionKind }>>;
  /** The fewest and the most positional arguments. */
  readonly positionals: readonly [number, number];
  /** Whether everything after the first positional is handed on as it is. */
  readonly passthrough: boolean;
}

type Spellings = Readonly<Record<string, OptionKind>>;

function table(spellings: Spellings, positionals: readonly [number, number], passthrough = false): CommandTable {
  const options: Record<string, { name: string; kind: OptionKind }> = {
    "--debug": { name: "debug", kind: "flag" },
    "--help": { name: "help", kind: "flag" },
    "-h": { name: "help", kind: "flag" },
    "--version": { name: "version", kind: "flag" },
  };
  for (const [words, kind] of Object.entries(spellings)) {
    const all = words.split(" ");
    const name = (all[0] ?? "").replace(/^-+/, "");
    for (const word of all) options[word] = { name, kind };
  }
  return { options, positionals, passthrough };
}

const MANY = Number.POSITIVE_INFINITY;
const FORMAT = { "--format": "value" } as const;
const PLATFORM = { "--arch -a": "value", "--os": "value", "--platform": "value" } as const;
const FETCH = { ...PLATFORM, "--scheme": "value", "--max-concurrent-downloads": "integer" } as const;
const DNS = { "--dns": "value", "--dns-domain": "value", "--dns-search": "value", "--dns-option": "value" } as const;

const PROCESS = {
  "--env -e": "value",
  "--env-file": "value",
  "--interactive -i": "flag",
  "--tty -t": "flag",
  "--user -u": "value",
  "--uid": "integer",
  "--gid": "integer",
  "--workdir -w --cwd": "value",
  "--ulimit": "value",
} as const;

const CREATE = {
  ...PROCESS,
  ...FETCH,
  ...DNS,
  "--cpus -c": "integer",
  "--memory -m": "value",
  "--volume -v": "value",
  "--mount": "value",
  "--tmpfs": "value",
  "--publish -p": "value",
  "--publish-socket": "value",
  "--network": "value",
  "--no-dns": "flag",
  "--entrypoint": "value",
  "--cap-add": "value",
  "--cap-drop": "value",
  "--init": "flag",
  "--name": "value",
  "--label -l": "value",
  "--read-only": "flag",
  "--rm --remove": "flag",
  "--detach -d": "flag",
  "--cidfile": "value",
  "--ssh": "flag",
  "--shm-size": "value",
  "--virtualization": "flag",
  "--rosetta": "flag",
  "--kernel -k": "value",
  "--kernel-arg": "value",
  "--init-image": "value",
  "--runtime": "value",
  "--masked-path": "value",
  "--read-only-path": "value",
} as const;

/** Every subcommand that is imitated, by its full name. */
export const COMMAND_TABLES: Readonly<Record<string, CommandTable>> = {
  "system start": table(
    {
      "--app-root -a": "value",
      "--install-root": "value",
      "--log-root": "value",
      "--enable-kernel-install": "flag",
      "--disable-kernel-install": "flag",
      "--timeout": "integer",
    },
    [0, 0],
  ),
  "system status": table({ "--prefix -p": "value", ...FORMAT }, [0, 0]),
  "system version": table(FORMAT, [0, 0]),
  "system stop": table({ "--prefix -p": "value" }, [0, 0]),
  create: table(CREATE, [1, MANY], true),
  run: table({ ...CREATE, "--progress": "value" }, [1, MANY], true),
  start: table({ "--attach -a": "flag", "--interactive -i": "flag" }, [1, 1]),
  exec: table({ ...PROCESS, "--detach -d": "flag" }, [2, MANY], true),
  logs: table({ "--boot": "flag", "--follow -f": "flag", "-n": "integer" }, [1, 1]),
  stop: table({ "--all -a": "flag", "--signal -s": "value", "--time -t": "integer" }, [0, MANY]),
  kill: table({ "--all -a": "flag", "--signal -s": "value" }, [0, MANY]),
  delete: table({ "--all -a": "flag", "--force -f": "flag" }, [0, MANY]),
  list: table({ "--all -a": "flag", ...FORMAT, "--quiet -q": "flag" }, [0, 0]),
  inspect: table({}, [1, MANY]),
  export: table({ "--output -o": "value" }, [1, 1]),
  "image pull": table({ "--progress": "value", ...FETCH }, [1, 1]),
  "image inspect": table({}, [1, MANY]),
  "image list": table({ ...FORMAT, "--quiet -q": "flag", "--verbose -v": "flag" }, [0, 0]),
  "image delete": table({ "--all -a": "flag", "--force -f": "flag" }, [0, MANY]),
  build: table(
    {
      ...PLATFORM,
      ...DNS,
      "--file -f": "value",
      "--tag -t": "value",
      "--build-arg": "value",
      "--label -l": "value",
      "--target": "value",
      "--no-cache": "flag",
      "--pull": "flag",
      "--quiet -q": "flag",
      "--progress": "value",
      "--output -o": "value",
      "--secret": "value",
      "--ssh": "value",
      "--cpus -c": "integer",
      "--memory -m": "value",
      "--vsock-port": "integer",
    },
    [0, 1],
  ),
  "network create": table(
    {
      "--internal": "flag",
      "--label": "value",
      "--option": "value",
      "--plugin": "value",
      "--subnet": "value",
      "--subnet-v6": "value",
    },
    [1, 1],
  ),
  "network delete": table({ "--all -a": "flag" }, [0, MANY]),
  "network list": table({ ...FORMAT, "--quiet -q": "flag" }, [0, 0]),
  "network inspect": table({}, [1, MANY]),
  "volume create": table({ "--label": "value", "--opt": "value", "-s": "value" }, [1, 1]),
  "volume delete": table({ "--all -a": "flag" }, [0, MANY]),
  "volume list": table({ ...FORMAT, "--quiet -q": "flag" }, [0, 0]),
  "volume inspect": table({}, [1, MANY]),
};

const GROUPS: Readonly<Record<string, string>> = { s: "system", i: "image", n: "network", v: "volume" };
const LEAVES: Readonly<Record<string, string>> = { rm: "delete", ls: "list" };

/** Finds the subcommand that the first words name, with its aliases; undefined when there is none. */
export function commandOf(
  argv: readonly string[],
): { readonly name: string; readonly rest: readonly string[] } | undefined {
  const [first = "", second = ""] = argv;
  const leaf = LEAVES[first] ?? first;
  if (leaf in COMMAND_TABLES) return { name: leaf, rest: argv.slice(1) };
  const name = `${GROUPS[first] ?? first} ${LEAVES[second] ?? second}`;
  return name in COMMAND_TABLES ? { name, rest: argv.slice(2) } : undefined;
}
