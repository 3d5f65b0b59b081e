import type { FakeFaultName } from "../faults.ts";
import type { FakeProcess } from "../state/container-files.ts";

/** What a helper plays: the machine with its first process, or one more process in it. */
export type HelperRole = { readonly kind: "init" } | { readonly kind: "exec"; readonly definition: FakeProcess };

/** What a helper is told when it begins. */
export interface HelperOrder {
  readonly state: string;
  readonly id: string;
  readonly role: HelperRole;
  /** Whether somebody is attached: the descriptors 4, 5 and 6 are stdout, stderr and stdin. */
  readonly isAttached: boolean;
  readonly input: boolean;
  readonly size: { readonly columns: number; readonly rows: number } | undefined;
  readonly faults: readonly { readonly fault: FakeFaultName; readonly amount?: number | undefined }[];
}

/** What a helper says to the program that began it. */
export type HelperMessage =
  | { readonly kind: "started" }
  | { readonly kind: "refused"; readonly text: string }
  | { readonly kind: "exit"; readonly code: number }
  /** The fault `kill-client`. */
  | { readonly kind: "dropped" };

/** What is said to a helper later. */
export interface ResizeMessage {
  readonly resize: { readonly columns: number; readonly rows: number };
}
