import type { Facts } from "./facts.ts";
import { type Finding, about } from "./finding.ts";
import { shellWord } from "./remedies.ts";

const OTHERS_WRITE = 0o002;

/** Judges who may use the engine's socket, which is as good as being root. Pure. */
export function judgeSocket({ socket, engine }: Pick<Facts, "socket" | "engine">): readonly Finding[] {
  // Without an engine, the finding about the engine says what is the matter with its socket.
  if (socket?.kind !== "present" || engine.kind === "none") return [];
  const { path, mode, uid, gid } = socket;
  const finding = about("engine-socket", "who may use the engine's socket");
  const bits = mode.toString(8).padStart(4, "0");
  if ((mode & OTHERS_WRITE) === 0) return [finding.ok(`user ${uid} and group ${gid} (mode ${bits})`)];
  return [
    finding.warning({
      seen: `everybody on this machine may use ${path} (mode ${bits})`,
      why: "Who may talk to the engine can become root of its machine: it makes any container that it is asked for.",
      fix: `sudo chmod o-rwx ${shellWord(path)}`,
    }),
  ];
}
