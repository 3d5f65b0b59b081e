import { describe, expect, it } from "vitest";
import { Box } from "./driver/box.ts";

const ROOT = { uid: 0, gid: 0 };

/** What package managers, compilers and servers do all the time; each line is one need, and all must hold. */
const NEEDS = `
set -e
need() { sh -ec "$2" >/tmp/out 2>&1 || { echo "$1:"; cat /tmp/out; exit 1; }; }
need "gives files to others" 'touch /var/tmp/f; chown 1234:1234 /var/tmp/f; chmod 2755 /var/tmp/f; [ "$(stat -c %u:%a /var/tmp/f)" = 1234:2755 ]'
need "reads and writes what belongs to others" 'setpriv --reuid 1234 --clear-groups sh -c "umask 077; echo x >/tmp/theirs"; echo y >>/tmp/theirs'
need "unpacks an archive with owners" 'cd /var/tmp; tar -cf a.tar --owner=77 --group=77 f; rm f; tar -xpf a.tar; [ "$(stat -c %u f)" = 77 ]'
need "gives up root" '[ "$(setpriv --reuid 1234 --regid 1234 --clear-groups id -u)" = 1234 ]'
need "ends processes of others" 'setpriv --reuid 1234 --clear-groups sleep 600 & sleep 1; kill -0 $!; kill $!'
need "listens on port 80" 'perl -e "use Socket; socket(S,AF_INET,SOCK_STREAM,0); bind(S,sockaddr_in(80,INADDR_ANY)) or die; listen(S,1) or die"'
need "installs a package" 'dpkg --get-selections >/dev/null; cd /var/tmp; mkdir -p p/DEBIAN p/opt; printf "Package: p\\nVersion: 1\\nArchitecture: all\\nMaintainer: m\\nDescription: d\\n" >p/DEBIAN/control; echo x >p/opt/x; dpkg-deb -b p p.deb; dpkg -i p.deb; [ -e /opt/x ]'
need "makes pipes, links and locks in the workspace" 'mkfifo pipe; ln -s a b; echo x >file; ln file hard; flock lock true'
need "runs a program from the workspace and from /tmp" 'for d in . /tmp; do cp /bin/true $d/t; $d/t; done'
need "forks, and sees its processes" '[ "$(perl -e "fork for 1 .. 4; print qq(x)" | wc -c)" = 16 ]; ls /proc/$$/fd'
need "uses a terminal of its own" 'script -qec tty /dev/null | grep /dev/pts'
echo all
`;

/** The same for an ordinary user, with whom nothing of root's comes along. */
const NEEDS_OF_A_USER = NEEDS.split("\n")
  .filter((line) => !/others|owners|gives up|port 80|package/.test(line))
  .join("\n");

/** The real ones: minutes, and some hundred megabytes of packages. */
const REAL = `
set -e
apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends git gcc libc6-dev make >/dev/null
mkdir /home/ada && chown 1234:1234 /home/ada
exec setpriv --reuid 1234 --regid 1234 --clear-groups env HOME=/home/ada sh -ec '
  cd ~ && git init -q repo && cd repo
  git config user.email a@example.org && git config user.name Ada
  printf "#include <stdio.h>\\nint main(void) { return puts(\\"compiled\\") < 0; }\\n" >m.c
  printf "m: m.c\\n\\tcc -o m m.c\\n" >Makefile
  git add . && git commit -qm first && git clone -q . ../clone && cd ../clone && make -s && ./m && git log --oneline | wc -l'
`;

describe.each([
  ["gVisor", []],
  ["runc", ["--no-sandbox"]],
])("what a command needs works under %s", (_kernel, flags) => {
  it.for([
    ["root", NEEDS],
    ["an ordinary user", asUser(NEEDS_OF_A_USER)],
  ] as const)("for %s", async ([, script]) => {
    await using box = await Box.open();
    await box.giveTo(ROOT, [box.home, box.workspace, box.moatHome]);
    const { stdout } = await box.moat(["run", ...flags, "--", "sh", "-c", `chmod 777 . && ${script}`], { user: ROOT });
    expect(stdout.toString()).toBe("all\n");
  });

  it.runIf(isFull())(
    "with git, make and a compiler from Debian",
    async () => {
      await using box = await Box.open();
      const { stdout } = await box.moat(["run", ...flags, "--", "sh", "-c", REAL], { user: ROOT });
      expect(stdout.toString()).toBe("compiled\n1\n");
    },
    900_000,
  );
});

/** What `su` comes to, without a password and a login. */
function asUser(script: string): string {
  return `exec setpriv --reuid 1234 --regid 1234 --clear-groups sh -c '${script.replaceAll("'", `'\\''`)}'`;
}

function isFull(): boolean {
  const full = (process.env["MOAT_TEST_FULL"] ?? "") !== "";
  if (!full) console.warn("not tried: git, make and a compiler from Debian, which takes minutes; set MOAT_TEST_FULL=1");
  return full;
}
