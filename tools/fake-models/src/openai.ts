import { items, member, typedEvent } from "./json.ts";
import { type Turn, nextTurn } from "./turn.ts";

/** The shell tools of agents, and how each takes a command. */
const SHELLS: Readonly<Record<string, (command: string) => object>> = {
  exec_command: (command) => ({ cmd: command }),
  shell_command: (command) => ({ command }),
  shell: (command) => ({ command: ["bash", "-c", command] }),
};

/** The shell that a request to `/v1/responses` offers; empty for none. */
export function openaiShell(request: unknown): string {
  const names = new Set(items(member(request, "tools")).map((tool) => member(tool, "name")));
  return Object.keys(SHELLS).find((name) => names.has(name)) ?? "";
}

/** Decides the turn that a request to `/v1/responses` gets. */
export function openaiTurn(request: unknown, command: string): Turn {
  const types = items(member(request, "input")).map((item) => member(item, "type"));
  return nextTurn(command, {
    hasResult: types.includes("function_call_output"),
    hasTools: openaiShell(request) !== "",
  });
}

/** Writes a turn as the events of OpenAI's Responses API. */
export function openaiEvents(turn: Turn, shell: string): string {
  const item =
    turn.does === "say"
      ? {
          id: "msg_1",
          type: "message",
          role: "assistant",
          status: "completed",
          content: [{ type: "output_text", text: turn.text, annotations: [] }],
        }
      : {
          id: "fc_1",
          type: "function_call",
          status: "completed",
          call_id: "call_1",
          name: shell,
          arguments: JSON.stringify(SHELLS[shell]?.(turn.command) ?? {}),
        };
  const usage = {
    input_tokens: 1,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 1,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 2,
  };
  const response = { id: "resp_1", object: "response", model: "fake", output: [item] };
  return [
    typedEvent("response.created", { response: { ...response, status: "in_progress", output: [] } }),
    typedEvent("response.output_item.added", { output_index: 0, item }),
    typedEvent("response.output_item.done", { output_index: 0, item }),
    typedEvent("response.completed", { response: { ...response, status: "completed", usage } }),
  ].join("");
}
