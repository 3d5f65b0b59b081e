/** What speaks for a shim. */
export interface ShimEvidence {
  /** `reported` by others, where `where` leads; `measured` here, by what `where` names. */
  readonly kind: "reported" | "measured";
  /** One sentence. */
  readonly what: string;
  readonly where: string;
}

/** Variables that keep a program from a crash which it is known to have under gVisor. */
export interface Shim {
  readonly name: string;
  /** The entry of the registry whose program needs it. */
  readonly dependency: string;
  /** The first of its versions that need it. */
  readonly from: string;
  /** The first of its versions that need it no more; empty while there is none. */
  readonly until: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it is against, and what it costs: a clause. */
  readonly why: string;
  /** When it came into the table, as `YYYY-MM-DD`. */
  readonly since: string;
  readonly evidence: readonly ShimEvidence[];
}
