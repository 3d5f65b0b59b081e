/** Who ran moat. */
export interface HostUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
  /** From the password database, not from `HOME`. */
  readonly home: string;
}

/** What moat knows about this machine and this process before it plans a run. Plain data: tests make their own. */
export interface HostFacts {
  /** The user that files written inside belong to: under `sudo` the one who called it. */
  readonly user: HostUser;
  /** The user that this process is: root under `sudo`. moat's own files belong to it. */
  readonly effectiveUser: HostUser;
  /** The environment of this process. */
  readonly env: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly arch: string;
  readonly cwd: string;
  /** Whether standard input is the null device, from which nothing is to be read. */
  readonly inputIsNull: boolean;
  /** Which standard streams are terminals. */
  readonly terminal: { readonly stdin: boolean; readonly stdout: boolean; readonly stderr: boolean };
}
