import { items, member } from "./json.ts";
import { type Turn, nextTurn } from "./turn.ts";

const SHELL = "run_shell_command";

/** Decides the turn that a request to `:generateContent` or `:streamGenerateContent` gets. */
export function geminiTurn(request: unknown, command: string): Turn {
  const parts = items(member(request, "contents")).flatMap((content) => items(member(content, "parts")));
  const declared = items(member(request, "tools")).flatMap((tool) => items(member(tool, "functionDeclarations")));
  const hasResult = parts.some((part) => member(part, "functionResponse") !== undefined);
  return nextTurn(command, { hasResult, hasTools: declared.some((one) => member(one, "name") === SHELL) });
}

/** Writes a turn as a response of Google's API; a stream is one of them. */
export function geminiResponse(turn: Turn): object {
  const part =
    turn.does === "say"
      ? { text: turn.text }
      : { functionCall: { name: SHELL, args: { command: turn.command, description: "Do it" } } };
  return {
    candidates: [{ index: 0, content: { role: "model", parts: [part] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    modelVersion: "fake",
  };
}
