/** Signals that end a program whose own code goes wrong (a just-in-time compiler's, as a rule), by exit code. */
export const CRASH_SIGNALS: Readonly<Record<number, string>> = {
  132: "SIGILL",
  133: "SIGTRAP",
  134: "SIGABRT",
  135: "SIGBUS",
  139: "SIGSEGV",
  159: "SIGSYS",
};
