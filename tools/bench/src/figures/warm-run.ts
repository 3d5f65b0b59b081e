import type { Figure } from "../figure.ts";
import { inTurn } from "../in-turn.ts";
import { asMilliseconds, asRatio } from "../measured.ts";
import { elapsed } from "../programs.ts";

function warmRun(runtime: "runsc" | "runc", flags: readonly string[], limits: Pick<Figure, "bar" | "aim">): Figure {
  return {
    name: `moat run -- true / docker run --rm of the same, ${runtime}`,
    unit: "ratio",
    better: "less",
    ...limits,
    measure: async ({ moat, docker, workspace }, pairs) =>
      asRatio(
        await inTurn(
          pairs,
          () => elapsed(docker(runtime, ["--rm"], ["true"])),
          () => elapsed(moat("run", workspace, ...flags, "--", "true")),
        ),
        asMilliseconds,
      ),
  };
}

export const warmGvisor = warmRun("runsc", [], { bar: 1.25, aim: 1 });
export const warmRunc = warmRun("runc", ["--no-sandbox"], { bar: 1.45, aim: 1.1 });
