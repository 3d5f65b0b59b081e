const NAMES = ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] as const;

/** This machine only, which is another one inside of a container. */
const LOOPBACK = /^(?:[a-z0-9+.-]+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.[0-9.]+|\[::1\]|::1)(?::\d+)?\/?$/i;

/**
 * The proxy variables of an environment, each under both of its names, since programs look at either. A proxy on the loopback interface of
 * this machine is left out: no container reaches it. Pure.
 */
export function proxyVariables(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of NAMES) {
    const value = [env[name], env[name.toUpperCase()]].find((one) => one !== undefined && one !== "");
    if (value === undefined || (name !== "no_proxy" && LOOPBACK.test(value))) continue;
    found[name] = value;
    found[name.toUpperCase()] = value;
  }
  // Alone it says nothing.
  return Object.keys(found).some((name) => !/^no_proxy$/i.test(name)) ? found : {};
}
