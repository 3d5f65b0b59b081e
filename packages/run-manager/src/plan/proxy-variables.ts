const NAMES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"] as const;

/** This machine only, which is another one inside of a container. */
const LOOPBACK = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.[0-9.]+|\[::1\]|::1)(?::\d+)?\/?$/i;

/**
 * The proxy variables of an environment, each under both of its names, since programs look at either. A proxy on the loopback interface of
 * this machine is left out: no container reaches it. Pure.
 */
export function proxyVariables(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of NAMES) {
    const value = [env[name.toLowerCase()], env[name]].find((one) => one !== undefined && one !== "");
    if (value === undefined || (name !== "NO_PROXY" && LOOPBACK.test(value))) continue;
    found[name.toLowerCase()] = value;
    found[name] = value;
  }
  // Alone it says nothing.
  return Object.keys(found).some((name) => !/^no_proxy$/i.test(name)) ? found : {};
}
