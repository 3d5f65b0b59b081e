/** The code of a failed system call, for instance `ENOENT`; empty for anything else. */
export function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

/** Waits for a system call and swallows these codes; returns the given value in their place. */
export async function unless<T>(codes: readonly string[], call: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (codes.includes(errorCode(error))) return otherwise;
    throw error;
  }
}
