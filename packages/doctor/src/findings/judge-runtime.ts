import type { EngineExamination, OciRuntimeEntry } from "@moat/docker-runtime";
import type { Facts, ProgramFacts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { installRemedy, registerAnew } from "./remedies.ts";
import { parseRunscVersion } from "./runsc-version.ts";
import { runtimeFlag, withoutFlag } from "./runtime-flags.ts";

type RuntimeFacts = Pick<Facts, "machine" | "engine" | "program" | "proof">;

/** Judges the entry that should be gVisor: its name, its program, its platform, its network. Pure. */
export function judgeRuntime(facts: RuntimeFacts): readonly Finding[] {
  const { engine: outcome, program } = facts;
  if (outcome.kind === "none") return [];
  const { engine } = outcome;
  if (engine.runtime === "") return [noRuntime(engine, facts)];
  const entry = engine.runtimes[engine.runtime];
  const reason = engine.findings.find(({ name }) => name === engine.runtime)?.reason ?? "";
  const where = entry === undefined || entry.path === "" ? "" : ` (${entry.path})`;
  return [
    about("gvisor-runtime", "gVisor in the engine's table").ok(`"${engine.runtime}"${where}, which ${reason}`),
    ...(program === undefined ? [] : [judgeProgram(program, facts)]),
    ...(entry === undefined || entry.path === ""
      ? []
      : [judgeNetwork(entry, engine.runtime), judgePlatform(entry, engine, facts)]),
  ];
}

function noRuntime(engine: EngineExamination, facts: RuntimeFacts): Finding {
  const { advice, fix } = installRemedy(facts);
  const names = engine.findings.map(({ name }) => name);
  return about("gvisor-runtime", "gVisor in the engine's table").problem({
    seen: `none of the engine's runtimes can be gVisor: ${names.length === 0 ? "it has none" : names.join(", ")}`,
    why: `Runs are sandboxed by gVisor or do not start, unless --no-sandbox is given${advice === "" ? "." : `; ${advice}`}`,
    fix,
  });
}

function judgeProgram({ path, state, output }: ProgramFacts, facts: RuntimeFacts): Finding {
  const program = about("gvisor-program", "gVisor's program");
  const { advice, fix } = installRemedy(facts);
  const version = parseRunscVersion(output);
  const bad = (seen: string) => {
    const why = `The engine starts this program for every sandboxed run${advice === "" ? "." : `; ${advice}`}`;
    return program.problem({ seen, why, fix });
  };
  switch (state) {
    case "missing":
      return bad(`${path} does not exist, and the engine's table has it`);
    case "not-executable":
      return bad(`${path} cannot be executed`);
    case "silent":
      return program.unknown({
        seen: `${path} did not tell its version`,
        why: "Which version it is decides what is known to go wrong with it; the proof is what counts.",
        fix: "",
      });
    case "runs":
      return version === undefined
        ? bad(`${path} is not gVisor: it says "${output.split("\n")[0] ?? ""}"`)
        : program.ok(`${path}, version ${version.text}`);
    default:
      return state satisfies never;
  }
}

function judgeNetwork({ path, runtimeArgs }: OciRuntimeEntry, runtime: string): Finding {
  const network = about("gvisor-network", "gVisor's network");
  const mode = runtimeFlag(runtimeArgs, "network") ?? "sandbox";
  if (mode === "sandbox") return network.ok("gVisor's own network stack");
  const why =
    mode === "none"
      ? "Runs have no network at all, so that no agent can reach its service."
      : "The sandbox uses the network stack of the engine's kernel: what runs inside reaches that much more of it.";
  const seen = `the runtime "${runtime}" is registered with --network=${mode}`;
  return network.warning({ seen, why, fix: registerAnew(runtime, path, withoutFlag(runtimeArgs, "network")) });
}

function judgePlatform(
  { path, runtimeArgs }: OciRuntimeEntry,
  engine: EngineExamination,
  facts: RuntimeFacts,
): Finding {
  const platform = about("gvisor-platform", "gVisor's platform");
  const name = runtimeFlag(runtimeArgs, "platform");
  const seen = `it is registered with --platform=${name ?? ""}`;
  const fix = registerAnew(engine.runtime, path, withoutFlag(runtimeArgs, "platform"));
  if (name === "ptrace")
    return platform.warning({ seen, why: "That platform is slow, and gVisor's authors have given it up.", fix });
  if (name !== "kvm" || facts.proof.kind === "proved") return platform.ok(name ?? "the build's default");
  const isMissing = engine.isOnThisMachine && !facts.machine.hasKvm;
  return platform.problem({
    seen: `${seen}, and ${isMissing ? "there is no /dev/kvm" : "did not prove to work"}`,
    why: "Without a real KVM, which virtual machines rarely have, sandboxed runs do not start, or hang for ever.",
    fix,
  });
}
