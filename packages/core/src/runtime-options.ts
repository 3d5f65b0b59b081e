/** What a caller may ask of a container runtime when it is created. */
export interface RuntimeOptions {
  /**
   * Whether Docker containers must run under gVisor. When true and gVisor is not available, creating the runtime
   * fails with `GVISOR_NOT_AVAILABLE`; it never falls back. Runtimes that isolate by a virtual machine ignore it.
   */
  readonly sandbox: boolean;
}

/** Returns the options used when a caller gives none: the sandbox is on. */
export function defaultRuntimeOptions(): RuntimeOptions {
  return { sandbox: true };
}
