/** How long moat waits for each sort of call before it kills it, in milliseconds. */
export interface Deadlines {
  /** `--version`. */
  readonly versionMs: number;
  /** `system status`, `list`, `inspect`, `image inspect`. */
  readonly queryMs: number;
  readonly createMs: number;
  /** From the call to the process being seen running. */
  readonly startMs: number;
  readonly signalMs: number;
  readonly removeMs: number;
  /** How long a process that was killed may take to be gone. */
  readonly endMs: number;
  /** How long the service may say that a process runs whose end was told. */
  readonly lateMs: number;
  readonly pullMs: number;
  readonly exportMs: number;
  /** `system start`, which may download a kernel. */
  readonly serviceStartMs: number;
}

/** The service's own limits have no effect when it hangs; ours are a little above what they should be. */
export const DEFAULT_DEADLINES: Deadlines = {
  versionMs: 5_000,
  queryMs: 12_000,
  createMs: 90_000,
  startMs: 90_000,
  signalMs: 15_000,
  removeMs: 45_000,
  endMs: 10_000,
  lateMs: 3_000,
  pullMs: 30 * 60_000,
  exportMs: 5 * 60_000,
  serviceStartMs: 15 * 60_000,
};
