import type { Shim } from "./shim.ts";

/**
 * Every shim. One stands here only with evidence, and only for the program that the evidence is about: a shim that nobody needs costs
 * speed. Each entry says what was only reported and what was measured.
 */
export const SHIMS: readonly Shim[] = [
  {
    name: "bun-jit",
    dependency: "claude-code",
    // Earlier packages ran on Node.js.
    from: "2.1.113",
    until: "",
    env: { BUN_JSC_useJIT: "0" },
    why: "against crashes of Bun's just-in-time compiler under gVisor; programs on Bun compute more slowly",
    since: "2026-11-25",
    evidence: [
      {
        kind: "reported",
        what: "Claude Code ends by SIGSEGV and SIGABRT under gVisor in every run of a CI; with this variable it does not.",
        where: "https://github.com/github/gh-aw-firewall/issues/6260",
      },
      {
        kind: "reported",
        what: "The package of Claude Code is a program of Bun from 2.1.113 on.",
        where: "https://github.com/oven-sh/bun/issues/31741",
      },
      {
        kind: "measured",
        what: "The crash was not seen here: 30 of 30 starts of Claude Code 2.1.328, and 15 of 15 runs of a program on Bun 1.4.4, ended well without it.",
        where: "gVisor 20240729, systrap, x64, 2026-11-25",
      },
      {
        kind: "measured",
        what: "With it, Claude Code 2.1.328 takes a prompt, calls a tool and ends well in 20 of 20 runs against a model that is faked.",
        where: "e2e/src/agents.test.ts",
      },
      {
        kind: "measured",
        what: "What it costs: a start of Claude Code takes 127 ms instead of 145, a loop that only computes on Bun six times as long.",
        where: "gVisor 20240729, systrap, x64, 2026-11-25",
      },
    ],
  },
];
