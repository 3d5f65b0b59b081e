import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveModels } from "./serve.ts";

async function started() {
  const notes: string[] = [];
  const server = serveModels({ command: "touch it", note: (line) => notes.push(line) }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens to a port has this address
  const { port } = server.address() as AddressInfo;
  const ask = async (path: string, body: object) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };
  return { ask, notes };
}

describe("serveModels", () => {
  it("speaks as Anthropic does", async () => {
    const { ask, notes } = await started();
    const tools = [{ name: "Bash" }];
    const first = await ask("/v1/messages?beta=true", {
      stream: true,
      tools,
      messages: [{ role: "user", content: "do" }],
    });
    expect(first.text).toContain(String.raw`"partial_json":"{\"command\":\"touch it\"`);
    expect(first.text).toMatch(
      /^event: message_start\n[\s\S]*event: message_stop\ndata: \{"type":"message_stop"\}\n\n$/,
    );
    const messages = [{ role: "user", content: [{ type: "tool_result", tool_use_id: "toolu_1", content: "" }] }];
    expect(JSON.parse((await ask("/v1/messages", { tools, messages })).text)).toMatchObject({
      stop_reason: "end_turn",
    });
    // A request for a title, say: no tools, so nothing to call.
    expect(JSON.parse((await ask("/v1/messages", { messages: [] })).text)).toMatchObject({ stop_reason: "end_turn" });
    expect(JSON.parse((await ask("/v1/messages/count_tokens", {})).text)).toMatchObject({ input_tokens: 1 });
    expect(notes.slice(0, 2)).toEqual(["POST /v1/messages: anthropic, call", "POST /v1/messages: anthropic, say"]);
  });

  it.each([
    ["shell", String.raw`"arguments":"{\"command\":[\"bash\",\"-c\",\"touch it\"]}"`],
    ["exec_command", String.raw`"arguments":"{\"cmd\":\"touch it\"}"`],
  ])("speaks as OpenAI does, to an agent with %s", async (name, expected) => {
    const { ask } = await started();
    const tools = [{ type: "function", name }];
    const first = await ask("/v1/responses", { tools, input: [{ type: "message" }] });
    expect(first.text).toContain(expected);
    const second = await ask("/v1/responses", { tools, input: [{ type: "function_call_output" }] });
    expect(second.text).toContain('"type":"output_text"');
    expect(second.text).toContain("event: response.completed\n");
  });

  it("speaks as Google does", async () => {
    const { ask } = await started();
    const tools = [{ functionDeclarations: [{ name: "run_shell_command" }] }];
    const model = "/v1beta/models/fake";
    const first = await ask(`${model}:streamGenerateContent?alt=sse`, {
      tools,
      contents: [{ parts: [{ text: "do" }] }],
    });
    expect(first.text).toMatch(/^data: .*"functionCall":\{"name":"run_shell_command","args":\{"command":"touch it"/);
    const second = await ask(`${model}:generateContent`, { tools, contents: [{ parts: [{ functionResponse: {} }] }] });
    expect(JSON.parse(second.text)).toMatchObject({ candidates: [{ finishReason: "STOP" }] });
  });

  it("has nothing else, and bears what is no JSON", async () => {
    const { ask, notes } = await started();
    expect((await ask("/elsewhere", {})).status).toBe(404);
    expect(notes).toEqual(["POST /elsewhere"]);
  });
});
