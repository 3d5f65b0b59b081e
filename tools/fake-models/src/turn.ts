/** What a model does next: calls the agent's shell, or says something and ends. */
export type Turn =
  | { readonly does: "call"; readonly command: string }
  | { readonly does: "say"; readonly text: string };

/** What the model says when its work is done. */
const FAREWELL = "The work is done.";

/** A fake model calls the shell once in a conversation, if the agent has offered it one. */
export function nextTurn(command: string, asked: { readonly hasResult: boolean; readonly hasTools: boolean }): Turn {
  return asked.hasResult || !asked.hasTools ? { does: "say", text: FAREWELL } : { does: "call", command };
}
