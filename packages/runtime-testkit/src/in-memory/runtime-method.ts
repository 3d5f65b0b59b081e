/** Every method of the port that asks the engine something, as in the log of calls and for faults. */
export type RuntimeMethod =
  | "ping"
  | `containers.${"create" | "start" | "wait" | "signal" | "stop" | "rename" | "inspect" | "list" | "remove"}`
  | `streams.${"attach" | "exec" | "logs"}`
  | `images.${"build" | "inspect" | "pull" | "readFile" | "remove"}`
  | `networks.${"create" | "list" | "remove"}`
  | `volumes.${"create" | "list" | "remove"}`;
