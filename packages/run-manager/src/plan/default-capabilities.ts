/** Why a command may have each capability. All the others are dropped, and none of these reaches beyond the container. */
const REASONS = {
  CHOWN: "Package managers and `tar` as root give files to their owners.",
  DAC_OVERRIDE: "Root inside expects to read and write files that are not its own.",
  FOWNER: "Root inside changes the mode and the times of such files, as `tar` and `cp -p` do.",
  FSETID: "Without it the set-group-id bit of directories is lost when root changes them.",
  KILL: "Supervisors that run as root end the processes of other users.",
  SETGID: "`su`, `apt` and servers give up root for a group of their own.",
  SETUID: "`su`, `apt` and servers give up root for a user of their own.",
  NET_BIND_SERVICE: "A server may listen on port 80; the port is the container's own.",
} as const;

/** The capabilities that a command may have, named without `CAP_`; a user other than root uses none of them. */
export const DEFAULT_CAPABILITIES: readonly string[] = Object.keys(REASONS);
