import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { openDoor } from "./driver/door.ts";
import { type Tmux, openTmux } from "./driver/tmux.ts";

/** An image with vi, less and top in it. */
const PROGRAMS = "base_image: busybox:latest\n";

/** Runs something in a terminal; afterwards the screen says whether the terminal's settings are what they were. */
async function begin(terminal: Tmux, command: string): Promise<void> {
  await terminal.type(`before=$(stty -a); ${command}; echo "code=$?"; [ "$before" = "$(stty -a)" ] && echo rest""ored`);
  await terminal.press("Enter");
}

async function ends(terminal: Tmux, code: number): Promise<string> {
  await terminal.shows(`code=${code}`);
  await terminal.shows("restored");
  return await terminal.screen();
}

describe("full-screen programs in a real terminal", () => {
  it("vi edits a file of the workspace, in a window that changes", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", PROGRAMS);
    await box.write("poem", Array.from({ length: 60 }, (_, line) => `line ${line + 1}`).join("\n"));
    await using terminal = await openTmux(box);
    await begin(terminal, "moat run -i -- vi poem");
    await terminal.shows(/line 1\n[^]*line 29\n/);
    await terminal.resize(120, 40);
    await terminal.press("j");
    await terminal.shows(/line 39\n.*poem/);
    await terminal.resize(60, 12);
    await terminal.press("k");
    await terminal.shows(/^line 1\n[^]*line 11\n.*poem[^]*$/);
    await terminal.type("Oa new first line");
    await terminal.press("Escape");
    // What comes within 50 ms of it vi takes for the rest of a function key.
    await terminal.shows(/^- poem \[Modified\]/m);
    // The size is one of the settings.
    await terminal.resize(100, 30);
    await terminal.type(":wq");
    await terminal.press("Enter");
    expect(await ends(terminal, 0)).toContain("restored");
    const { stdout } = await box.startProgram("head", ["-n", "2", "poem"]).ended;
    expect(stdout.toString()).toBe("a new first line\nline 1\n");
  });

  it("less pages and searches", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", PROGRAMS);
    await box.write("poem", Array.from({ length: 200 }, (_, line) => `line ${line + 1}.`).join("\n"));
    await using terminal = await openTmux(box);
    await begin(terminal, "moat run -i -- less poem");
    await terminal.shows("line 29.");
    await terminal.press("Space");
    await terminal.shows("line 58.");
    await terminal.type("/line 150");
    await terminal.press("Enter");
    await terminal.shows(/^line 150\./);
    await terminal.press("q");
    expect(await ends(terminal, 0)).toContain("restored");
  });

  it("top shows processes, and ends by a key", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", PROGRAMS);
    await using terminal = await openTmux(box);
    await begin(terminal, "moat run -i -- top");
    await terminal.shows(/PID\s+PPID\s+USER[^]*\btop\b/);
    await terminal.press("q");
    expect(await ends(terminal, 0)).toContain("restored");
  });

  it("bash has job control: Ctrl-Z stops a job, fg goes on with it", async () => {
    await using box = await Box.open();
    await using terminal = await openTmux(box);
    await begin(terminal, "moat run -i -- bash");
    await terminal.shows(/[#$]$/);
    await terminal.type("sh -c 'echo up-$((40+2)); sleep 1000'");
    await terminal.press("Enter");
    // A key that comes before the job has the terminal is the shell's.
    await terminal.shows("up-42");
    await terminal.press("C-z");
    await terminal.shows(/\[1\]\+\s+Stopped\s+sh -c/);
    await terminal.type("jobs; fg");
    await terminal.press("Enter");
    await terminal.shows(/fg\n\[1\]\+[^\n]*\nsh -c/);
    await terminal.press("C-c");
    await terminal.type("exit 3");
    await terminal.press("Enter");
    expect(await ends(terminal, 3)).toContain("restored");
  });
});

describe("a terminal is given back as it was", () => {
  const MESS = "printf '\\033[?1049h\\033[?25l\\033[?1000h\\033[?2004h'; echo messed-$((40+2)); ";

  it.for([
    ["ends by itself", `${MESS} read wait; exit 4`, "Enter", 4],
    ["kills itself", `${MESS} read wait; kill -9 $$`, "Enter", 137],
  ] as const)("when the command %s with everything switched on", async ([, script, key, code]) => {
    await using box = await Box.open();
    await using terminal = await openTmux(box);
    await box.write("mess.sh", script);
    await begin(terminal, "moat run -i -- sh mess.sh");
    await terminal.shows("messed-42");
    expect(await terminal.has("alternate_on")).toBe(true);
    expect(await terminal.has("mouse_standard_flag")).toBe(true);
    await terminal.press(key);
    expect(await ends(terminal, code)).toContain("restored");
    expect(await terminal.has("alternate_on")).toBe(false);
    expect(await terminal.has("mouse_standard_flag")).toBe(false);
    expect(await terminal.has("cursor_flag")).toBe(true);
  });

  it("when moat gets SIGTERM, which the command dies of", async () => {
    await using box = await Box.open();
    await using terminal = await openTmux(box);
    await box.write("mess.sh", `${MESS} exec sleep 1000`);
    await begin(terminal, "moat run -i -- sh mess.sh");
    await terminal.shows("messed-42");
    process.kill(await terminal.child(), "SIGTERM");
    expect(await ends(terminal, 143)).toContain("restored");
    expect(await terminal.has("alternate_on")).toBe(false);
  });

  it("when the engine goes away", async () => {
    await using box = await Box.open();
    await using door = await openDoor(join(box.directory, "door.sock"));
    await using terminal = await openTmux(box);
    await box.write("mess.sh", `${MESS} exec sleep 1000`);
    await begin(terminal, `DOCKER_HOST=${door.address} moat run -i -n lost -- sh mess.sh`);
    await terminal.shows("messed-42");
    door.shut();
    await terminal.shows("moat: Lost sight of the run lost");
    expect(await ends(terminal, 125)).toContain("restored");
    expect(await terminal.has("alternate_on")).toBe(false);
    expect((await box.moat(["stop", "-t", "0", "lost"])).code).toBe(0);
  });

  it("while moat is stopped, and taken again when it goes on", async () => {
    await using box = await Box.open();
    await box.write("agent.yaml", PROGRAMS);
    await box.write("poem", Array.from({ length: 60 }, (_, line) => `line ${line + 1}.`).join("\n"));
    await using terminal = await openTmux(box);
    await terminal.type("stty -a >../before; moat run -i -- vi poem");
    await terminal.press("Enter");
    await terminal.shows(/^line 1\./);
    process.kill(await terminal.child(), "SIGTSTP");
    await terminal.shows(/host>$/);
    await terminal.type('stty -a | cmp - ../before && echo given-""back');
    await terminal.press("Enter");
    await terminal.shows("given-back");
    await terminal.type("fg");
    await terminal.press("Enter");
    await terminal.shows(/^line 1\.\n[^]*line 29\.(?:\n|$)/);
    await terminal.type(":q!");
    await terminal.press("Enter");
    // The last line: the screen from before has prompts, too.
    await terminal.shows(/host>$/);
    await terminal.type('stty -a | cmp - ../before && echo given-""again');
    await terminal.press("Enter");
    await terminal.shows("given-again");
    expect(await terminal.has("alternate_on")).toBe(false);
  });
});
