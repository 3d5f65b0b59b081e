/** One way out of a container. */
export interface EscapeAttempt {
  readonly name: string;
  /** A shell script that ends with 0 when it got out; see {@link PRELUDE} for what it can use. */
  readonly script: string;
  /** What the machine must have for this to work anywhere, as a shell condition; not every kernel has everything. */
  readonly needs: string;
  /** What it reaches under gVisor, where that is a thing of gVisor's own and nothing of the host's; else empty. */
  readonly reachesInGVisor: string;
}

/** The numbers of the system calls that no program of a small image makes. */
const CALLS = {
  x64: {
    add_key: 248,
    bpf: 321,
    init_module: 175,
    name_to_handle_at: 303,
    open_by_handle_at: 304,
    perf_event_open: 298,
    ptrace: 101,
    reboot: 169,
    sethostname: 170,
  },
  arm64: {
    add_key: 217,
    bpf: 280,
    init_module: 105,
    name_to_handle_at: 264,
    open_by_handle_at: 265,
    perf_event_open: 241,
    ptrace: 117,
    reboot: 142,
    sethostname: 161,
  },
} as const;
const call = CALLS[process.arch === "arm64" ? "arm64" : "x64"];

/** Debian's smallest image has this much of Perl, which can make any system call. */
const perl = (program: string) => `perl -e '${program}'`;
const attempt = (name: string, script: string, more: Partial<EscapeAttempt> = {}): EscapeAttempt => ({
  name,
  script,
  needs: "true",
  reachesInGVisor: "",
  ...more,
});

/**
 * Ways out, each harmless where it works: what is written is what was there before, what is loaded is nothing. Each needs
 * one of the things that moat takes away or never gives.
 */
export const ESCAPE_ATTEMPTS: readonly EscapeAttempt[] = [
  attempt(
    "talks to the engine",
    perl(`use Socket; for my $path (qw(/var/run/docker.sock /run/docker.sock /run/containerd/containerd.sock)) {
      socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un($path)) and exit 0; warn "$path: $!\\n" } exit 1`),
  ),
  attempt("sees a process of the host", "host_pid"),
  attempt("signals a process of the host", 'pid=$(host_pid) && kill -CONT "$pid"'),
  attempt(
    "reads a host process's environment",
    'pid=$(host_pid) && tr "\\0" "\\n" <"/proc/$pid/environ" | grep -q "^MOAT_ESCAPE="',
  ),
  attempt(
    "traces a process of the host",
    // 0x4206 is PTRACE_SEIZE, which does not stop it; the end of the tracer lets it go.
    `pid=$(host_pid || echo "$HOST_PID") && PID=$pid ${perl(`exit(syscall(${call.ptrace}, 0x4206, $ENV{PID} + 0, 0, 0) == 0 ? 0 : print("$!\\n"))`)}`,
  ),
  attempt("enters the host's mount namespace", 'nsenter --target "$(host_pid || echo 1)" --mount cat "$HOST_FILE"'),
  attempt(
    "goes through /proc/PID/root",
    'for root in /proc/[0-9]*/root; do cat "$root$HOST_FILE" && exit 0; done; exit 1',
  ),
  attempt(
    "connects to the host's loopback",
    perl(`use Socket; socket(S, AF_INET, SOCK_STREAM, 0); alarm 10;
      exit(connect(S, sockaddr_in($ENV{HOST_PORT}, inet_aton("127.0.0.1"))) && <S> eq "host\\n" ? 0 : print("$!\\n"))`),
  ),
  attempt(
    "connects to an abstract socket of the host",
    perl(`use Socket; socket(S, AF_UNIX, SOCK_STREAM, 0); alarm 10;
      exit(connect(S, pack_sockaddr_un("\\0$ENV{HOST_SOCKET}")) && <S> eq "host\\n" ? 0 : print("$!\\n"))`),
  ),
  attempt("writes to /proc/sys", "write_back /proc/sys/vm/swappiness"),
  attempt("sets the core pattern", "write_back /proc/sys/kernel/core_pattern"),
  attempt("reaches the sysrq trigger", ": >/proc/sysrq-trigger", {
    needs: "[ -e /proc/sysrq-trigger ]",
    reachesInGVisor: "a file that takes everything and does nothing",
  }),
  attempt("writes to /sys", "write_back /sys/kernel/mm/ksm/sleep_millisecs", {
    needs: "[ -e /sys/kernel/mm/ksm/sleep_millisecs ]",
  }),
  attempt("mounts", "mkdir -p /var/tmp/m && mount -t tmpfs none /var/tmp/m && umount /var/tmp/m"),
  attempt("writes to a read-only mount", "mount -o remount,bind,rw /ro; touch /ro/written"),
  attempt(
    "reads the host's disk",
    'rm -f /var/tmp/disk; set -- $(sed -n 3p /proc/partitions); mknod /var/tmp/disk b "$1" "$2" && dd if=/var/tmp/disk of=/dev/null bs=512 count=1',
    // A machine may itself be a container of a kind, with a disk that not even its root can open.
    { needs: 'set -- $(sed -n 3p /proc/partitions); dd if="/dev/$4" of=/dev/null bs=512 count=1' },
  ),
  attempt(
    "reads the host's kernel log by a device",
    "rm -f /var/tmp/kmsg; mknod /var/tmp/kmsg c 1 11 && dd if=/var/tmp/kmsg of=/dev/null bs=8192 count=1",
  ),
  attempt("makes namespaces", "unshare --mount --uts --ipc --net true"),
  attempt("changes its root", "chroot / true"),
  attempt(
    "gains root by a set-uid program",
    `cp /bin/sh "$HOME/s" && chmod 4755 "$HOME" "$HOME/s" && [ "$(setpriv --reuid 1234 --clear-groups "$HOME/s" -pc "id -u")" = 0 ]`,
  ),
  attempt("opens a raw socket", perl(`socket(S, 2, 3, 1) or die "$!\\n"`)),
  attempt("opens a packet socket", perl(`socket(S, 17, 3, 0x300) or die "$!\\n"`)),
  attempt(
    "loads a module",
    // Nothing is no module: whoever may load one is told so (8, ENOEXEC), everybody else that they may not.
    perl(`my $none = ""; syscall(${call.init_module}, $none, 0, $none); exit($! == 8 ? 0 : print("$!\\n"))`),
    { needs: "[ -e /proc/modules ]" },
  ),
  attempt(
    "makes a BPF map",
    perl(
      `my $map = pack("L5", 2, 4, 4, 1, 0); exit(syscall(${call.bpf}, 0, $map, length $map) >= 0 ? 0 : print("$!\\n"))`,
    ),
  ),
  attempt(
    "counts events of the whole machine",
    perl(`my $clock = pack("LLQ x48", 1, 64, 0);
      exit(syscall(${call.perf_event_open}, $clock, -1, 0, -1, 0) >= 0 ? 0 : print("$!\\n"))`),
  ),
  attempt(
    "adds a key to the kernel's",
    perl(`my ($type, $name, $key) = ("user", "moat-escape", "x");
      exit(syscall(${call.add_key}, $type, $name, $key, 1, -2) > 0 ? 0 : print("$!\\n"))`),
  ),
  attempt(
    "opens a file by its handle",
    perl(`my ($path, $handle, $mount) = ("/workspace", pack("II x128", 128, 0), pack("i", 0));
      opendir(my $at, $path); syscall(${call.name_to_handle_at}, -100, $path, $handle, $mount, 0) == 0 or warn "no handle: $!\\n";
      exit(syscall(${call.open_by_handle_at}, fileno($at), $handle, 0) >= 0 ? 0 : print("$!\\n"))`),
  ),
  attempt(
    "sets a release agent of control groups",
    `mkdir -p /var/tmp/cg && mount -t cgroup -o none,name=moat-escape none /var/tmp/cg &&
      { write_back /var/tmp/cg/release_agent; code=$?; umount /var/tmp/cg; exit $code; }`,
    { needs: "grep -q cgroup$ /proc/filesystems" },
  ),
  attempt(
    "makes a control group",
    `for group in /sys/fs/cgroup /sys/fs/cgroup/*; do
      mkdir "$group/moat-escape" || continue
      [ -e "$group/moat-escape/cgroup.procs" ]; code=$?
      rmdir "$group/moat-escape"
      [ $code = 0 ] && exit 0
    done; exit 1`,
    { reachesInGVisor: "control groups of gVisor's own, which limit nothing outside" },
  ),
  attempt(
    "names the host",
    perl(
      `use POSIX; my $name = (POSIX::uname)[1]; exit(syscall(${call.sethostname}, $name, length $name) == 0 ? 0 : print("$!\\n"))`,
    ),
  ),
  attempt(
    "reboots the host",
    // Without the magic numbers it never happens: whoever may is told that they are wrong (22, EINVAL).
    perl(`syscall(${call.reboot}, 0, 0, 0, 0); exit($! == 22 ? 0 : print("$!\\n"))`),
  ),
];
