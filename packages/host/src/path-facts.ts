/** What is at a path of this machine. */
export interface PathFacts {
  /** `other` is a socket, a pipe or a device; `denied` means that this user may not look. */
  readonly kind: "directory" | "file" | "missing" | "other" | "denied";
  /** Absolute and without symbolic links; the path itself when it is missing or denied. */
  readonly realPath: string;
}
