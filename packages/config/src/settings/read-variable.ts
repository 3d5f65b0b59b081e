import { MoatError } from "@moat/core";
import { ConfigError } from "../problems/config-error.ts";
import { IssueLog } from "../problems/issue-log.ts";
import { SourceText } from "../source/source-text.ts";
import { Place } from "../values/place.ts";
import type { ValueType } from "../values/value-type.ts";

/** What moat reads its own variables from. */
export type Variables = Readonly<Record<string, string>>;

/** Variables that people may expect, and that must not exist: an environment is inherited, and nobody sees it. */
const SANDBOX_VARIABLES = ["MOAT_SANDBOX", "MOAT_NO_SANDBOX"];

/**
 * Reads one of moat's own variables by the rules of its key in agent.yaml; undefined when it is unset or empty. Throws
 * `ENVIRONMENT_INVALID`.
 */
export function readVariable<T>(name: string, type: ValueType<T>, variables: Variables): T | undefined {
  const text = Object.hasOwn(variables, name) ? (variables[name] ?? "") : "";
  if (text === "") return undefined;
  const value = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
  const issues = new IssueLog(new SourceText(name, text));
  const read = type.read(
    { kind: "scalar", value, text, span: { start: 0, end: text.length } },
    new Place(name, issues, new Map()),
  );
  try {
    issues.throwIfAny();
  } catch (error) {
    const [issue] = error instanceof ConfigError ? error.issues : [];
    if (issue === undefined) throw error;
    const message = issue.message.includes(name) ? issue.message : `${name}: ${issue.message}`;
    throw new MoatError("ENVIRONMENT_INVALID", message, {
      hint: `${issue.hint} Or unset the variable: unset ${name}`.trim(),
      details: { variable: name },
    });
  }
  return read;
}

/** Refuses a variable that would switch the sandbox: what weakens a run has to stand where people look. */
export function refuseSandboxVariables(variables: Variables): void {
  const name = SANDBOX_VARIABLES.find((candidate) => (variables[candidate] ?? "") !== "");
  if (name === undefined) return;
  throw new MoatError("ENVIRONMENT_INVALID", `${name} is set, but no variable switches the sandbox.`, {
    hint: `Unset it (unset ${name}); to go without a sandbox, use --no-sandbox, or \`sandbox: none\` in agent.yaml.`,
    details: { variable: name },
  });
}
