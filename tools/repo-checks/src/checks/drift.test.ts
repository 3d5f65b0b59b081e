import { describe, expect, it } from "vitest";
import { ERRORS_PAGE, renderErrorsPage } from "../docs/render-errors-page.ts";
import { sampleRepository } from "../sample-repository.ts";
import { cliReference } from "./cli-reference.ts";
import { documentedCommands } from "./documented-commands.ts";
import { errorCodesRaised } from "./error-codes-raised.ts";
import { errorGuide } from "./error-guide.ts";
import { errorsPage } from "./errors-page.ts";
import { VARIABLES_PAGE, READ_VARIABLES, GIVEN_VARIABLES, renderVariablesPage } from "../docs/environment-variables.ts";
import { COMMANDS_PAGE, renderCommandsPage } from "../docs/render-commands-page.ts";
import { environmentVariables } from "./environment-variables.ts";
import { findingsPage } from "./findings-page.ts";
import { referencePages } from "./reference-pages.ts";

const flag = (name: string, char = "") => ({ name, char, description: "Does it.", values: [], fallback: "" });
const command = (name: string, aliases: readonly string[], flags: readonly ReturnType<typeof flag>[]) => ({
  name,
  aliases,
  flags,
  summary: "Does something.",
  args: [],
  examples: [`moat ${name}`],
});
const COMMANDS = [
  command("run", [], [flag("json"), flag("no-sandbox"), flag("detach", "d"), flag("env", "e")]),
  command("list", ["ls"], [flag("json")]),
  command("ls", ["ls"], [flag("json")]),
];

const PAGE = `
\`moat run\`, \`moat list\`, \`moat ls\`, \`--json\`

## moat run

| \`-d\`, \`--detach\` | x |
| \`-e\`, \`--env\` | x |
| \`--no-sandbox\`     | x |

## moat list
`;

const inReference = (text: string) =>
  sampleRepository({ files: { "docs/content/reference/01-cli.md": text }, commands: COMMANDS });

describe("cliReference", () => {
  it("lets a page be that has everything", async () => {
    expect(await cliReference.run(inReference(PAGE))).toEqual([]);
  });

  it.each([
    ["a flag", "--no-sandbox", "--no-sandboxes", "--no-sandbox of moat run"],
    ["a short flag", "`-d`", "`-e`", "-d of moat run"],
    ["a flag of all commands", "`--json`", "", "--json of moat run"],
    ["a section", "## moat list", "## moat lost", 'section "## moat list"'],
    ["a second name", "`moat ls`", "", "`moat ls`"],
  ])("notices when %s is renamed in the page", async (_what, old, now, expected) => {
    const found = await cliReference.run(inReference(PAGE.replace(old, now)));
    expect(found.map(({ message }) => message).join("\n")).toContain(expected);
  });

  it("does not take a flag of one command for another's", async () => {
    const page = PAGE.replace("| `--no-sandbox`     | x |\n", "").replace(
      "## moat list",
      "## moat list\n`--no-sandbox`",
    );
    expect(await cliReference.run(inReference(page))).toHaveLength(1);
  });
});

const inReadme = (text: string) =>
  documentedCommands.run(sampleRepository({ files: { "README.md": text }, commands: COMMANDS }));

describe("documentedCommands", () => {
  it.each([
    "`moat run -d -- npm run build --watch`",
    "`--no-sandbox` and `--no-sandbox=false`",
    "`docker ps --all`",
    "`moat run -de A=1`",
    "`moat COMMAND --help` and `moat --version`",
    "```sh\nmoat run -d # --unknown\nmoat run | grep --color x\n```",
    "```text\nmoat run [PATH] [--json]\nmoat: warning: running\n```",
    "```ts\nconst a = `moat nosuch`;\n```",
  ])("takes %j", async (text) => {
    expect(await inReadme(text)).toEqual([]);
  });

  it.each([
    ["`--no-sandboxes`", 1],
    ["`moat nosuch`", 1],
    ["`moat list --detach`", 1],
    ["text\n\n```sh\n$ moat run --dettach -- true\n```", 4],
    ["`moat --unknown`", 1],
    ["`moat run -dx`", 1],
    ["```text\nmoat list [--detach]\n```", 2],
  ])("notices %j", async (text, line) => {
    expect(await inReadme(text)).toEqual([expect.objectContaining({ file: "README.md", line })]);
  });
});

describe("errorCodesRaised", () => {
  const errorCodes = { USAGE: { kind: "invalid-argument", when: "x" } } as const;
  const check = (path: string, text: string) =>
    errorCodesRaised.run(sampleRepository({ files: { [path]: text }, errorCodes }));

  it("is content with a code that is raised", async () => {
    expect(await check("packages/a/src/a.ts", 'throw new MoatError("USAGE", "x");')).toEqual([]);
  });

  it.each([
    ["packages/a/src/a.ts", 'if (isMoatError(error, "CANCELED", "USAGE")) return;'],
    ["packages/a/src/a.test.ts", 'new MoatError("USAGE", "x")'],
    ["packages/runtime-testkit/src/a.ts", 'new MoatError("USAGE", "x")'],
    ["packages/core/src/errors/error-codes.ts", '"USAGE"'],
  ])("is not content with %s: %s", async (path, text) => {
    expect(await check(path, text)).toHaveLength(1);
  });
});

describe("errorsPage", () => {
  const errorCodes = {
    USAGE: { kind: "invalid-argument", when: "Wrong." },
    CANCELED: { kind: "canceled", when: "Stopped." },
  } as const;

  it("is fresh when it is what the table says", async () => {
    const files = { [ERRORS_PAGE]: renderErrorsPage(errorCodes) };
    expect(await errorsPage.run(sampleRepository({ files, errorCodes }))).toEqual([]);
    expect(await errorsPage.run(sampleRepository({ files, errorCodes: {} }))).toHaveLength(1);
  });

  it("has the codes in order, each with its kind", () => {
    expect(renderErrorsPage(errorCodes)).toMatch(/## CANCELED\n\nStopped\.\n\nKind: `canceled`\n\n## USAGE\n/);
  });
});

const compare = (source: string, page: string) =>
  findingsPage.run(
    sampleRepository({
      files: {
        "packages/doctor/src/findings/judge-x.ts": source,
        "packages/doctor/src/findings/judge-x.test.ts": 'about("of-a-test", "x")',
        "docs/content/guides/02-troubleshooting.md": page,
      },
    }),
  );

describe("findingsPage", () => {
  it("compares what the source has with what the guide has", async () => {
    const source = 'about("engine", "x"); const trouble = { id: "gvisor-wsl" };';
    expect(await compare(source, "### `engine`\n\n### `gvisor-wsl`\n")).toEqual([]);
    const findings = await compare(source, "## `gvisor-wsl`\n\n### `engine`\n\n### `gone`\n");
    expect(findings.map(({ message }) => message)).toEqual([
      "has the finding gvisor-wsl, which docs/content/guides/02-troubleshooting.md does not describe.",
      "describes the finding gone, which does not exist.",
    ]);
  });
});

describe("referencePages", () => {
  const page = renderCommandsPage(COMMANDS);
  const run = (text: string, commands = COMMANDS) =>
    referencePages.run(
      sampleRepository({ files: { [COMMANDS_PAGE]: text, [VARIABLES_PAGE]: renderVariablesPage() }, commands }),
    );

  it("has every command and flag once, and notices when one is renamed in the page or in the code", async () => {
    expect(page.match(/^## .*$/gm)).toEqual(["## moat run", "## moat list"]);
    expect(page).toContain("- `-d`, `--detach`: Does it.");
    expect(await run(page)).toEqual([]);
    expect(await run(page.replace("--no-sandbox", "--no-sandboxes"))).toHaveLength(1);
    expect(await run(page, [command("run", [], [flag("no-sand")])])).toHaveLength(1);
  });

  it("notices a page of variables that is stale", async () => {
    const files = { [COMMANDS_PAGE]: renderCommandsPage([]), [VARIABLES_PAGE]: "# Old" };
    expect(await referencePages.run(sampleRepository({ files }))).toHaveLength(1);
  });
});

const variablesIn = async (text: string, docs = "") => {
  const files = { "packages/a/src/a.ts": text, "docs/a.md": docs, "packages/a/src/a.test.ts": 'env["OTHER"]' };
  return (await environmentVariables.run(sampleRepository({ files }))).map(({ message }) => message).join("\n");
};

describe("environmentVariables", () => {
  const all = [...READ_VARIABLES, ...GIVEN_VARIABLES].flatMap(({ names }) => names);
  const source = all.map((name) => `env["${name}"];`).join("\n");
  it("compares the source, the table and the documentation", async () => {
    expect(await variablesIn(source, "`MOAT_HOME`")).toBe("");
    expect(await variablesIn(`${source}\nhost.env["OTHER"]`)).toContain("knows the variable OTHER");
    expect(await variablesIn(`${source}\nconst x = "MOAT_NEW";`)).toContain("knows the variable MOAT_NEW");
    expect(await variablesIn(source.replace("MOAT_CPUS", "MOAT_CPU"))).toMatch(
      /MOAT_CPU,[^]*has the variable MOAT_CPUS/,
    );
    expect(await variablesIn(source, "`MOAT_HOUSE`")).toContain("mentions the variable MOAT_HOUSE");
  });
});

describe("errorGuide", () => {
  const errorCodes = { USAGE: { kind: "invalid-argument", when: "Wrong." } } as const;
  const run = (text: string) =>
    errorGuide.run(sampleRepository({ files: { "docs/content/guides/06-errors.md": text }, errorCodes }));

  it("has each code once, and no other", async () => {
    expect(await run("- [`USAGE`](x.md#usage): Read the help.\n")).toEqual([]);
    expect(await run("")).toHaveLength(1);
    expect(await run("- [`USED`](x.md#usage): Read the help.\n")).toHaveLength(2);
  });
});
