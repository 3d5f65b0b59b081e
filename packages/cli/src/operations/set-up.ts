import type { EngineFacts } from "@moat/core";
import { gvisorAvailable } from "@moat/docker-runtime";
import { type SetupOutcome, type UndoOutcome, setUpGVisor, undoSetup } from "@moat/doctor";
import { MoatError } from "@moat/core";
import { planText, undoPlanText } from "../present/present-setup.ts";
import { askOnce } from "../terminal/ask-once.ts";
import type { Workbench } from "./open-context.ts";
import { openContext } from "./open-context.ts";
import { proveSandbox } from "./prove-sandbox.ts";
import { readOnlyOnce, reconciled } from "./reconciled.ts";
import type { SetupRequest } from "./setup-request.ts";

/** Brings gVisor to the engine's machine; asks on stderr. */
export async function setUp(
  bench: Workbench,
  { source, dryRun, yes }: Extract<SetupRequest, { kind: "set-up" }>,
): Promise<SetupOutcome> {
  const engine = await askEngine(bench);
  return setUpGVisor(
    { source, dryRun },
    {
      engine,
      isListed: () => gvisorAvailable(),
      prove: () => proveSandbox(bench),
      confirm: (plan) => confirm(bench, planText(engine.address, plan.steps), yes),
      onStep: ({ summary }, at, total) => void process.stderr.write(`[${at}/${total}] ${summary}\n`),
      asksPassword: isAtTerminal(bench),
    },
  );
}

/** Takes back an earlier set-up. Refuses while runs are live: their sandboxes are what would be removed. */
export async function takeBackSetup(
  bench: Workbench,
  { dryRun, yes }: Extract<SetupRequest, { kind: "undo" }>,
): Promise<UndoOutcome> {
  {
    // Let go of before the engine's own configuration changes.
    await using engine = readOnlyOnce(bench);
    await reconciled(bench, engine.open);
  }
  const live = await bench.store.liveIds();
  if (live.length > 0 && !dryRun)
    throw new MoatError("RUN_LIVE", `${live.length} of your runs are live, and need gVisor to end well.`, {
      hint: "Stop them first: moat stop RUN",
      details: { runs: live },
    });
  // Undoing needs no engine: one that does not answer reads its configuration when it starts.
  const address = await askEngine(bench).then(
    (engine) => engine.address,
    () => "",
  );
  return undoSetup({
    address,
    isListed: () => gvisorAvailable(),
    confirm: ({ undo }) => confirm(bench, undoPlanText(undo), yes),
    asksPassword: isAtTerminal(bench),
    dryRun,
  });
}

async function askEngine(bench: Workbench): Promise<EngineFacts> {
  const { runtime } = await openContext(bench, { sandbox: true, runtime: "docker", check: "on-create" });
  await using opened = runtime;
  return await opened.ping();
}

/** Prints what is about to be done, and asks unless it was answered before. */
async function confirm(bench: Workbench, text: string, yes: boolean): Promise<void> {
  process.stderr.write(text);
  if (yes) return;
  if (!isAtTerminal(bench))
    throw new MoatError("CONFIRMATION_NEEDED", "There is no terminal to ask at; nothing was changed.", {
      hint: "Say yes beforehand: add --yes",
    });
  if (!(await askOnce("Do this? [y/N] ")))
    throw new MoatError("CANCELED", "Nothing was changed.", { hint: "To do it another time: moat setup" });
}

function isAtTerminal({ host: { terminal } }: Workbench): boolean {
  return terminal.stdin && terminal.stderr;
}
