import type { PlanInput } from "../plan-run.ts";
import type { PlannedUser } from "../run-plan.ts";

/** What may stand in a line of `/etc/passwd` without changing what the line says. */
const PASSWD_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,31}$/;

/** Decides who the command is inside: whoever ran moat, so that files in the workspace stay theirs. */
export function planUser({ host }: PlanInput): PlannedUser {
  const { uid, gid, name } = host.user;
  return { uid, gid, name: PASSWD_NAME.test(name) ? name : `uid-${uid}` };
}
