/** Evidence that a sandbox is what its name says, found by effect. */
export interface IsolationProof {
  /** What was tried, for instance `annotation+guest`. */
  readonly method: string;
  /** RFC 3339: when it was tried. */
  readonly provedAt: string;
  /** `fresh` when it was tried for this container, `cached` when an earlier proof still holds. */
  readonly source: "fresh" | "cached";
  /** The kernel that the guest saw. */
  readonly guestKernel: string;
}

/** What separates a container from the host. */
export type Isolation =
  | { readonly kind: "gvisor"; readonly runtime: string; readonly proof: IsolationProof }
  | { readonly kind: "vm"; readonly runtime: string }
  | { readonly kind: "none"; readonly runtime: string };
