import { type Call, faultOf } from "../call.ts";
import { Failure } from "../failure.ts";
import { printJson } from "../print-json.ts";
import type { FakeState } from "../state/fake-state.ts";
import { longVersion } from "./long-version.ts";

/** `system start|status|version|stop`. */
export function system(call: Call): number {
  switch (call.command) {
    case "system status":
      return status(call);
    case "system version":
      return versions(call);
    case "system start":
      return start(call);
    default:
      stopEverything(call.state);
      call.state.setDaemon({ status: "unregistered" });
      return 0;
  }
}

function status(call: Call): number {
  const { state, traits, args } = call;
  const isDown = faultOf(call, "daemon-down") !== undefined;
  const word = isDown ? "unregistered" : state.daemon.status;
  const isUp = word === "running";
  if (args.last("format") !== "json") {
    const off = `apiserver is not running${word === "unregistered" ? " and not registered with launchd" : ""}\n`;
    call.print(isUp ? `FIELD  VALUE\nstatus  running\nappRoot  ${state.directory}/\n` : off);
    return isUp ? 0 : 1;
  }
  const appRoot = isUp ? `${state.directory}/` : "";
  if (traits.nestedStatus) {
    const client = { appName: "container", build: "release", commit: "abcdef0", version: traits.version };
    const server = { ...client, appName: "container-apiserver", version: serverVersion(call) };
    const host = { architecture: "arm64", cpus: 8, operatingSystem: "macOS 26.1" };
    const up = isUp ? { server, host, paths: { appRoot, installRoot: "/usr/local/" } } : {};
    printJson(call, { client, ...up, status: word }, "line");
  } else {
    printJson(
      call,
      {
        apiServerAppName: isUp ? "container-apiserver" : "",
        apiServerBuild: isUp ? "release" : "",
        apiServerCommit: isUp ? "abcdef0" : "",
        apiServerVersion: isUp ? longVersion(serverVersion(call)) : "",
        appRoot,
        installRoot: isUp ? "/usr/local/" : "",
        status: word,
      },
      "line",
    );
  }
  return isUp ? 0 : 1;
}

function entry(appName: string, version: string): object {
  return { appName, buildType: "release", commit: "abcdef0", version };
}

/** After an update the service is that of before until it is restarted. */
function serverVersion(call: Call): string {
  return faultOf(call, "version-skew") === undefined ? call.traits.version : "1.1.0";
}

function versions(call: Call): number {
  const { state, traits } = call;
  const client = entry("container", traits.version);
  const server = serverVersion(call);
  const said = traits.nestedStatus ? server : longVersion(server);
  printJson(call, state.daemon.status === "running" ? [client, entry("container-apiserver", said)] : [client], "line");
  return 0;
}

function start(call: Call): number {
  const { state, args } = call;
  call.complain("Launching container-apiserver...\nTesting access to container-apiserver...\n");
  state.setDaemon({ status: "running" });
  if (state.daemon.kernel || args.has("disable-kernel-install")) return 0;
  if (!args.has("enable-kernel-install")) {
    call.complain("No default kernel configured.\n");
    call.print("Install the recommended default kernel from [https://example.invalid/kernel]? [Y/n]: ");
    throw new Failure("failed to read user input");
  }
  call.complain("Installing kernel...\n");
  state.setDaemon({ kernel: true });
  return 0;
}

/** What is left when the service has gone and come again: all stopped, no start dates, another gateway. */
export function restartDaemon(state: FakeState): void {
  stopEverything(state);
  for (const id of state.ids()) {
    if (state.status(id).autoRemove) state.removeContainer(id);
    else state.setStatus(id, { state: "stopped", startedDate: null, isStuck: false });
  }
  state.setDaemon({ gateway: "192.168.65.1" });
}

function stopEverything(state: FakeState): void {
  for (const id of state.ids()) state.machine(id)?.crash();
}
