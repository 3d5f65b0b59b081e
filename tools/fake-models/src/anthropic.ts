import { items, member, typedEvent } from "./json.ts";
import { type Turn, nextTurn } from "./turn.ts";

/** Decides the turn that a request to `/v1/messages` gets. */
export function anthropicTurn(request: unknown, command: string): Turn {
  const blocks = items(member(request, "messages")).flatMap((message) => items(member(message, "content")));
  const names = items(member(request, "tools")).map((tool) => member(tool, "name"));
  const hasResult = blocks.some((block) => member(block, "type") === "tool_result");
  return nextTurn(command, { hasResult, hasTools: names.includes("Bash") });
}

/** Writes a turn as the message of Anthropic's API. */
export function anthropicMessage(turn: Turn): object {
  const content =
    turn.does === "say"
      ? [{ type: "text", text: turn.text }]
      : [{ type: "tool_use", id: "toolu_1", name: "Bash", input: { command: turn.command, description: "Do it" } }];
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "fake",
    content,
    stop_reason: turn.does === "say" ? "end_turn" : "tool_use",
    stop_sequence: null,
    usage: { input_tokens: 1, output_tokens: 1 },
  };
}

/** Writes a turn as the events of Anthropic's API. */
export function anthropicEvents(turn: Turn): string {
  const { content: _content, ...message } = Object.fromEntries(Object.entries(anthropicMessage(turn)));
  const [block, delta] =
    turn.does === "say"
      ? [
          { type: "text", text: "" },
          { type: "text_delta", text: turn.text },
        ]
      : [
          { type: "tool_use", id: "toolu_1", name: "Bash", input: {} },
          { type: "input_json_delta", partial_json: JSON.stringify({ command: turn.command, description: "Do it" }) },
        ];
  const stop = { stop_reason: message["stop_reason"], stop_sequence: null };
  return [
    typedEvent("message_start", { message: { ...message, content: [], stop_reason: null } }),
    typedEvent("content_block_start", { index: 0, content_block: block }),
    typedEvent("content_block_delta", { index: 0, delta }),
    typedEvent("content_block_stop", { index: 0 }),
    typedEvent("message_delta", { delta: stop, usage: { output_tokens: 1 } }),
    typedEvent("message_stop", {}),
  ].join("");
}
