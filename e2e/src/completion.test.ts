import { expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openTmux } from "./driver/tmux.ts";

// bash is tested where commands about runs are, in lifecycle.test.ts.
it("completes in fish", async () => {
  await using box = await Box.fresh();
  const complete = async (line: string) => {
    const script = `moat autocomplete fish | source; complete -C ${JSON.stringify(line)}`;
    return (await box.startProgram("fish", ["--no-config", "-c", script]).ended).stdout.toString();
  };
  expect(await complete("moat insp")).toMatch(/^inspect\t/);
  expect(await complete("moat run --no-s")).toMatch(/^--no-sandbox\t/);
  expect(await complete("moat config sch")).toMatch(/^schema/m);
});

it("completes in zsh", async () => {
  await using box = await Box.fresh();
  await using terminal = await openTmux(box);
  await terminal.type("PS1='zsh> ' zsh -f");
  await terminal.press("Enter");
  await terminal.shows("zsh>");
  await terminal.type('autoload -Uz compinit; compinit -D; eval "$(moat autocomplete zsh)"; echo rea""dy');
  await terminal.press("Enter");
  await terminal.shows("ready");
  await terminal.type("moat insp");
  await terminal.press("Tab");
  await terminal.shows("moat inspect");
  await terminal.press("C-u");
  await terminal.type("moat run --no-sa");
  await terminal.press("Tab");
  await terminal.shows("moat run --no-sandbox");
  expect(await terminal.screen()).not.toContain("_moat");
});
