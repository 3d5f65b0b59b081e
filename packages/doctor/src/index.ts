export { examine } from "./findings/examine.ts";
export type { Failure, Leftovers, UnreadableRecord } from "./findings/facts.ts";
export { type Finding, type FindingStatus, isHealthy } from "./findings/finding.ts";
export type { GatherOptions, HomePort } from "./findings/gather-facts.ts";
