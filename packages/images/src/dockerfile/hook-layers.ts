import type { BuildFile } from "@moat/core";

/** Scripts of the user's that are part of an image; empty where there is none. */
export interface Hooks {
  readonly postBuildRoot: string;
  readonly postBuild: string;
}

const ROOT_SCRIPT = "hooks/post_build_root";
const USER_SCRIPT = "hooks/post_build";
const INSIDE = "/opt/moat/hooks";

/** Runs the user's scripts: as files, so that nothing in them means anything to a Dockerfile, and changing one builds only its layer. */
export function hookLayers(
  { postBuildRoot, postBuild }: Hooks,
  { uid, gid, name }: { readonly uid: number; readonly gid: number; readonly name: string },
): { readonly lines: readonly string[]; readonly files: readonly BuildFile[] } {
  const lines: string[] = [];
  const files: BuildFile[] = [];
  if (postBuildRoot === "" && postBuild === "") return { lines, files };
  lines.push('ARG REBUILD_HOOKS=""');
  if (postBuildRoot !== "") {
    files.push({ path: ROOT_SCRIPT, content: hookScript(postBuildRoot), mode: 0o755 });
    lines.push(`COPY ${ROOT_SCRIPT} ${INSIDE}/`, `RUN cd /root && HOME=/root ${INSIDE}/post_build_root`);
  }
  if (postBuild !== "") {
    files.push({ path: USER_SCRIPT, content: hookScript(postBuild), mode: 0o755 });
    lines.push(...userLayer(uid, gid, name), `COPY ${USER_SCRIPT} ${INSIDE}/`);
    const home = uid === 0 ? "/root" : `/home/${name}`;
    lines.push(`USER ${uid}:${gid}`, `RUN cd ${home} && HOME=${home} ${INSIDE}/post_build`, "USER 0:0");
  }
  return { lines, files };
}

/** Gives the user an entry and a home, as a run would; under another name where somebody else has this one. */
function userLayer(uid: number, gid: number, name: string): readonly string[] {
  if (uid === 0) return [];
  const home = `/home/${name}`;
  const add = [
    `sed -i "/^[^:]*:[^:]*:${uid}:/d" /etc/passwd`,
    `name=${name}`,
    `{ ! grep -q "^$name:" /etc/passwd /etc/group || name=moat-${uid}; }`,
    `{ grep -q "^[^:]*:[^:]*:${gid}:" /etc/group || echo "$name:x:${gid}:" >>/etc/group; }`,
    `echo "$name:x:${uid}:${gid}::${home}:/bin/bash" >>/etc/passwd`,
    `mkdir -p ${home}`,
    `chown ${uid}:${gid} ${home}`,
  ];
  return [`RUN ${add.join(" && ")}`];
}

/** A script without an interpreter of its own stops at its first failure. */
export function hookScript(text: string): string {
  const body = text.endsWith("\n") ? text : `${text}\n`;
  return body.startsWith("#!") ? body : `#!/bin/bash\nset -eo pipefail\n${body}`;
}
