/** What every call to a runtime takes. */
export interface CallOptions {
  /** Aborts the call, which then throws `CANCELED`; by default nothing does. */
  readonly signal?: AbortSignal;
}
