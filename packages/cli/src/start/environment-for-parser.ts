const PLACEHOLDER = "/nonexistent/moat";

/**
 * Gives the parser library a home and a shell where the environment has none. It would ask the system for them, which
 * fails for a uid without a passwd entry, and moat itself can do without.
 */
export function addPlaceholders(env: NodeJS.ProcessEnv): void {
  for (const name of ["HOME", "SHELL"]) if ((env[name] ?? "") === "") env[name] = PLACEHOLDER;
}

/** Takes them away again before anything reads the environment as the user's. */
export function removePlaceholders(env: NodeJS.ProcessEnv): void {
  for (const name of ["HOME", "SHELL"]) if (env[name] === PLACEHOLDER) delete env[name];
}
