import type { CallOptions } from "./call-options.ts";

/** A network or a volume. */
export interface LabelledObject {
  /** What `remove` takes. */
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What is needed to make a network. */
export interface NetworkSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it has no way out. */
  readonly internal: boolean;
}

/** Networks between containers. Without the capability `networks`, `list` is empty and the rest throws. */
export interface NetworkRole {
  /** Makes a network. Two networks may have one name. */
  create(spec: NetworkSpec, options?: CallOptions): Promise<LabelledObject>;
  /** Lists networks that carry all these labels. */
  list(labels: Readonly<Record<string, string>>, options?: CallOptions): Promise<readonly LabelledObject[]>;
  /**
   * Removes a network. Idempotent.
   *
   * @throws `CONTAINER_STATE` while containers use it.
   */
  remove(id: string, options?: CallOptions): Promise<void>;
}

/** What is needed to make a volume. */
export interface VolumeSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Volumes. Without the capability `volumes`, `list` is empty and the rest throws. */
export interface VolumeRole {
  /** Makes a volume; one of that name that is there already is returned as it is. */
  create(spec: VolumeSpec, options?: CallOptions): Promise<LabelledObject>;
  /** Lists volumes that carry all these labels. */
  list(labels: Readonly<Record<string, string>>, options?: CallOptions): Promise<readonly LabelledObject[]>;
  /**
   * Removes a volume and its data. Idempotent.
   *
   * @throws `CONTAINER_STATE` while containers use it.
   */
  remove(id: string, options?: CallOptions): Promise<void>;
}
