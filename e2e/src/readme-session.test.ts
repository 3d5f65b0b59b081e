import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Box } from "./driver/box.ts";
import { type Exchange, sessionSvg } from "./driver/session-svg.ts";

const PICTURE = fileURLToPath(new URL("../../docs/session.svg", import.meta.url));

/** What is typed. Nothing of it shows a time, an id or a path of this machine, so that the picture is the same each time. */
const TYPED = [
  "ls",
  "moat run -- sh -c 'dmesg | head -n 1; ls'",
  "moat run -- sh -c 'echo made inside > note; exit 3'; echo \"exit code $?\"",
  "cat note",
  "moat run -d -n nightly -- sh -c 'echo working; echo done' > id",
  "moat wait nightly && moat logs nightly",
  "moat run --no-sandbox -- uname -s",
];

// `scripts/session-svg` takes the picture anew.
it("the picture of the README is what a terminal shows", async () => {
  await using box = await Box.open();
  await box.write("app.js", "console.log('hello');\n");
  // So that no image is fetched while the picture is taken.
  await box.moat(["run", "--", "true"]);
  const session: Exchange[] = [];
  for (const command of TYPED) {
    const { stdout } = await box.startProgram("script", ["-qec", command, "/dev/null"], {
      input: { open: true },
      env: { TERM: "xterm" },
    }).ended;
    session.push({ command, output: stdout.toString().replaceAll("\r\n", "\n") });
  }
  const svg = sessionSvg(session);
  expect(svg).toContain("Starting gVisor...");
  await expect(svg).toMatchFileSnapshot(PICTURE);
});
