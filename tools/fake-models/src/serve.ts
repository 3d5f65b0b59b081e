import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http";
import { text } from "node:stream/consumers";
import { anthropicEvents, anthropicMessage, anthropicTurn } from "./anthropic.ts";
import { geminiResponse, geminiTurn } from "./gemini.ts";
import { member, sse } from "./json.ts";
import { openaiEvents, openaiShell, openaiTurn } from "./openai.ts";
import type { Turn } from "./turn.ts";

/** What a fake server is told. */
export interface ServeOptions {
  /** What the model has the agent's shell run. */
  readonly command: string;
  /** Told of every request. */
  readonly note: (line: string) => void;
}

/** Makes a server that answers as the three model APIs do; it listens to nothing yet. */
export function serveModels({ command, note }: ServeOptions): Server {
  return createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      note(`failed: ${String(error)}`);
      response.writeHead(400).end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const written = await text(request);
    const body: unknown = written === "" ? {} : JSON.parse(written);
    const [api, turn] = turnOf(path, body);
    note(`${request.method} ${path}${turn === undefined ? "" : `: ${api}, ${turn.does}`}`);
    if (turn === undefined) {
      response.writeHead(path.endsWith("count_tokens") ? 200 : 404, { "content-type": "application/json" });
      response.end(JSON.stringify({ input_tokens: 1, totalTokens: 1 }));
      return;
    }
    const isStream = api === "openai" || member(body, "stream") === true || path.endsWith(":streamGenerateContent");
    response.writeHead(200, { "content-type": isStream ? "text/event-stream" : "application/json" });
    response.end(
      isStream
        ? eventsOf(api, turn, body)
        : JSON.stringify(api === "gemini" ? geminiResponse(turn) : anthropicMessage(turn)),
    );
  }

  function turnOf(
    path: string,
    body: unknown,
  ): readonly [api: "anthropic" | "openai" | "gemini", turn: Turn | undefined] {
    if (path.endsWith("/messages")) return ["anthropic", anthropicTurn(body, command)];
    if (path.endsWith("/responses")) return ["openai", openaiTurn(body, command)];
    return ["gemini", /:(?:streamG|g)enerateContent$/.test(path) ? geminiTurn(body, command) : undefined];
  }
}

function eventsOf(api: "anthropic" | "openai" | "gemini", turn: Turn, body: unknown): string {
  switch (api) {
    case "anthropic":
      return anthropicEvents(turn);
    case "openai":
      return openaiEvents(turn, openaiShell(body));
    case "gemini":
      break;
  }
  return sse("", geminiResponse(turn));
}
