/** The `configuration` of a container, as the program prints it. */
export interface FakeConfiguration {
  readonly id: string;
  readonly creationDate: string;
  readonly image: { readonly reference: string; readonly descriptor: Readonly<Record<string, unknown>> };
  readonly initProcess: FakeProcess;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly FakeMount[];
  readonly networks: readonly { readonly network: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly publishedPorts: readonly FakePort[];
  readonly resources: { readonly cpuOverhead: number; readonly cpus: number; readonly memoryInBytes: number };
  readonly useInit: boolean;
  readonly [other: string]: unknown;
}

/** The first process of a container. */
export interface FakeProcess {
  readonly executable: string;
  readonly arguments: readonly string[];
  readonly environment: readonly string[];
  readonly workingDirectory: string;
  readonly terminal: boolean;
  readonly [other: string]: unknown;
}

/** A mount of a container. */
export interface FakeMount {
  readonly type: Readonly<Record<string, unknown>>;
  readonly source: string;
  readonly destination: string;
  readonly options: readonly string[];
}

/** A published port of a container. */
export interface FakePort {
  readonly hostAddress: string;
  readonly hostPort: number;
  readonly containerPort: number;
  readonly proto: string;
  readonly count: number;
}

/** Where a container is in its life. It never has the exit code. */
export interface FakeStatus {
  readonly state: "stopped" | "running" | "stopping";
  readonly startedDate: string | null;
  readonly autoRemove: boolean;
  /** The clock until which callers see the state before; 0 for no delay. */
  readonly hiddenUntil: number;
  /** The clock until which the container has no address yet. */
  readonly addressAfter: number;
  /** Set by the fault `stuck-stopping`. */
  readonly isStuck: boolean;
}

/** A container that was never started. */
export const NEVER_STARTED: FakeStatus = {
  state: "stopped",
  startedDate: null,
  autoRemove: false,
  hiddenUntil: 0,
  addressAfter: 0,
  isStuck: false,
};
