export type { HostFacts, HostUser } from "./host-facts.ts";
export type { PathFacts } from "./path-facts.ts";
