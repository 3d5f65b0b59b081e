import { type PlanCase, SAMPLE_WORKTREE } from "./sample-plan-input.ts";

const at = { stdout: true };
const DIGEST = `sha256:${"0a".repeat(32)}`;
const LOCK = `version: 1
dependencies: {claude-code: 2.1.0, node: "22"}
images: {debian:bookworm-slim: ${DIGEST}, node:22-slim: ${DIGEST}}
`;

/** What is asked for, in every layer and in every combination that once was, or could be, decided wrongly. */
export const GOLDEN_CASES: readonly (readonly [title: string, given: PlanCase])[] = [
  // Command
  ["command: flag", { request: { command: ["ls", "-l"] } }],
  ["command: file", { yaml: "command: [npm, start]" }],
  ["command: flag over file", { yaml: "command: [npm, start]", request: { command: ["id"] } }],
  ["command: odd words", { request: { command: ["-x", "", "a b", "'\"$\n", "--"] } }],
  ["command: an empty list in the file", { yaml: "command: []" }],
  // Image
  ["image: file", { yaml: "base_image: debian:trixie" }],
  ["image: machine", { machine: "base_image: debian:trixie" }],
  ["image: file over machine", { yaml: "base_image: a", machine: "base_image: b" }],
  ["image: environment", { env: { MOAT_BASE_IMAGE: "c" } }],
  ["image: environment over file", { yaml: "base_image: a", env: { MOAT_BASE_IMAGE: "c" } }],
  ["image: an empty variable", { yaml: "base_image: a", env: { MOAT_BASE_IMAGE: "" } }],
  ["image: a wrong variable", { env: { MOAT_BASE_IMAGE: "A B" } }],
  // Build
  ["dependencies", { yaml: "dependencies: [git, claude-code, node@22]" }],
  ["dependencies: on an image of one's own", { yaml: "dependencies: [git]\nbase_image: debian:trixie" }],
  ["dependencies: unknown", { yaml: "dependencies: [gti]" }],
  ["dependencies: two versions", { yaml: "dependencies: [node@22, node@24]" }],
  ["hooks of the build", { yaml: "hooks: {post_build_root: 'a', post_build: 'b'}" }],
  ["hooks: before the command", { yaml: "hooks: {pre_run: npm ci}" }],
  ["rebuild: from the dependencies", { yaml: "dependencies: [git]", request: { rebuildFrom: "deps" } }],
  ["rebuild: from the hooks", { yaml: "hooks: {post_build: 'b'}", request: { rebuildFrom: "hooks" } }],
  ["rebuild: from dependencies that are not there", { request: { rebuildFrom: "deps" } }],
  ["rebuild: from hooks that are not there", { yaml: "dependencies: [git]", request: { rebuildFrom: "hooks" } }],
  ["rebuild: twice", { yaml: "dependencies: [git]", request: { rebuild: true, rebuildFrom: "base" } }],
  // Lock
  ["lock: fits", { yaml: "dependencies: [claude-code]", lock: LOCK }],
  ["lock: lacks some, has others", { yaml: "dependencies: [node@24, ruff, git]", lock: LOCK }],
  ["lock: of an image of one's own", { yaml: "base_image: debian:trixie", lock: "version: 1" }],
  ["lock: of an image with a digest", { yaml: `base_image: debian@${DIGEST}` }],
  ["lock: of nothing", { lock: LOCK }],
  ["lock: with another image on this machine", { yaml: "dependencies: [git]", lock: LOCK, machine: "base_image: c" }],
  ["lock: a version that is not to be had", { yaml: "dependencies: [node]", lock: LOCK.replace('"22"', '"20"') }],
  ["frozen: fits", { yaml: "dependencies: [claude-code]", lock: LOCK, request: { frozen: true } }],
  ["frozen: missing", { yaml: "dependencies: [git]", request: { frozen: true } }],
  ["frozen: stale", { yaml: "dependencies: [git]", lock: LOCK, request: { frozen: true } }],
  ["frozen: with nothing to lock", { request: { frozen: true } }],
  [
    "frozen: with another image in this shell",
    { yaml: "dependencies: [claude-code]", lock: LOCK, request: { frozen: true }, env: { MOAT_BASE_IMAGE: "c" } },
  ],
  // Certificates and proxies
  ["certificates: the machine's", { certificates: ["pem"] }],
  ["certificates: in a build", { certificates: ["pem"], yaml: "dependencies: [git]" }],
  ["certificates: off in the file", { certificates: ["pem"], yaml: "container: {ca_certificates: false}" }],
  ["certificates: off on the machine", { certificates: ["pem"], machine: "container: {ca_certificates: false}" }],
  ["certificates: of a file", { certificates: ["pem"], yaml: "container: {ca_certificates: ca.pem}" }],
  ["certificates: of a file that is not there", { yaml: "container: {ca_certificates: ~/ca.pem}" }],
  ["certificates: a variable of one's own", { certificates: ["pem"], request: { env: ["SSL_CERT_FILE=/mine"] } }],
  ["proxies", { env: { HTTPS_PROXY: "http://proxy:3128", no_proxy: "localhost" } }],
  // Git
  ["git: an identity", { git: { repository: { kind: "inside" }, identity: { name: "Ada", email: "a@b" } } }],
  ["git: somebody else's repository", { git: { repository: { kind: "inside" }, owners: [7] } }],
  ["git: a worktree", { git: { repository: SAMPLE_WORKTREE } }],
  ["git: a pointer that leads astray", { git: { repository: { kind: "astray", to: "/home/ada/.ssh" } } }],
  // Name, agent, version
  ["name: flag", { request: { name: "mine" } }],
  ["name: file", { yaml: "name: theirs" }],
  ["name: flag over file", { yaml: "name: theirs", request: { name: "mine" } }],
  ["name: wrong", { request: { name: "No Name" } }],
  ["agent and version", { yaml: "agent: claude\nversion: 2.10" }],
  // Runtime
  ["runtime: flag", { request: { runtime: "docker" } }],
  ["runtime: environment", { env: { MOAT_RUNTIME: "apple" } }],
  ["runtime: file", { yaml: "runtime: apple" }],
  ["runtime: machine", { machine: "runtime: docker" }],
  [
    "runtime: environment over file and machine",
    { yaml: "runtime: docker", machine: "runtime: docker", env: { MOAT_RUNTIME: "apple" } },
  ],
  [
    "runtime: flag over all, a wrong variable too",
    { yaml: "runtime: apple", env: { MOAT_RUNTIME: "x" }, request: { runtime: "DOCKER" } },
  ],
  ["runtime: unknown", { request: { runtime: "podman" } }],
  // Sandbox
  ["sandbox: flag", { request: { noSandbox: true } }],
  ["sandbox: file", { yaml: "sandbox: none" }],
  ["sandbox: flag and file", { yaml: "sandbox: none", request: { noSandbox: true } }],
  ["sandbox: empty in the file", { yaml: "sandbox: ''" }],
  ["sandbox: a variable", { env: { MOAT_SANDBOX: "none" } }],
  ["sandbox: a variable that only repeats the flag", { env: { MOAT_NO_SANDBOX: "1" }, request: { noSandbox: true } }],
  ["sandbox: an empty variable", { env: { MOAT_SANDBOX: "" } }],
  // Environment
  ["env: file", { yaml: "env: {A: b, PORT: 3000}" }],
  ["env: machine", { machine: "env: {A: b}" }],
  ["env: adds up", { machine: "env: {A: m, B: m, C: m}", yaml: "env: {B: w, C: w}", request: { env: ["C=f", "D=f"] } }],
  ["env: the host's value", { request: { env: ["TOKEN"] } }],
  [
    "env: what the host does not have takes away",
    { machine: "env: {NOPE: m}", yaml: "env: {NOPE: w}", request: { env: ["NOPE"] } },
  ],
  ["env: the later flag", { request: { env: ["A=1", "A=2"] } }],
  ["env: reserved", { request: { env: ["MOAT_X=1"] } }],
  // Shims
  ["shims: of a dependency", { yaml: "dependencies: [claude-code]" }],
  ["shims: off", { yaml: "dependencies: [claude-code]", request: { noShims: true } }],
  ["shims: not without gVisor", { yaml: "dependencies: [claude-code]\nsandbox: none" }],
  ["shims: not in Apple's container", { yaml: "dependencies: [claude-code]\nruntime: apple" }],
  ["shims: a variable of one's own", { yaml: "dependencies: [claude-code]\nenv: {BUN_JSC_useJIT: '1'}" }],
  ["shims: an older version", { yaml: "dependencies: [claude-code@2.1.42]" }],
  // Mounts
  ["mounts: file", { yaml: "mounts: ['data:/d:ro']" }],
  ["mounts: flag", { request: { mounts: ["data:/d"] } }],
  ["mounts: machine", { machine: "mounts: ['~/.cache:/c']" }],
  [
    "mounts: add up",
    { machine: "mounts: ['~/.cache:/c']", yaml: "mounts: ['data:/d']", request: { mounts: ["data:/e"] } },
  ],
  ["mounts: one target from two layers", { machine: "mounts: ['~/.cache:/c']", request: { mounts: ["data:/c"] } }],
  ["mounts: at /tmp", { request: { mounts: ["data:/tmp"] } }],
  ["mounts: missing", { request: { mounts: ["gone:/g"] } }],
  ["mounts: the root of the machine", { request: { mounts: ["/:/host"] } }],
  // Ports
  ["ports", { yaml: "ports: {web: 3000, api: 8080}" }],
  // Container
  ["container: memory of the file", { yaml: "container: {memory: 512}" }],
  ["container: memory of the machine", { machine: "container: {memory: 256}" }],
  ["container: each key by itself", { machine: "container: {memory: 256, cpus: 2}", yaml: "container: {memory: 512}" }],
  ["container: memory of the environment", { yaml: "container: {memory: 512}", env: { MOAT_MEMORY: "1024" } }],
  ["container: cpus of the environment", { env: { MOAT_CPUS: "1.5" } }],
  ["container: log of the environment", { env: { MOAT_LOG_SIZE: "16" } }],
  ["container: log of the file", { yaml: "container: {log_size: 8}" }],
  ["container: a wrong variable", { env: { MOAT_MEMORY: "2g" } }],
  ["container: name servers", { yaml: "container: {dns: [1.1.1.1, '2606:4700:4700::1111']}" }],
  [
    "container: name servers of the file over the machine's",
    { yaml: "container: {dns: [1.1.1.1]}", machine: "container: {dns: [9.9.9.9]}" },
  ],
  ["container: ulimits", { yaml: "container: {ulimits: {nproc: {soft: 64, hard: 128}}}" }],
  [
    "container: each ulimit by itself",
    {
      machine: "container: {ulimits: {nofile: {soft: 64, hard: 64}, fsize: {soft: 1, hard: 1}}}",
      yaml: "container: {ulimits: {nofile: {soft: 32, hard: 32}}}",
    },
  ],
  [
    "container: nproc without the sandbox",
    { yaml: "sandbox: none\ncontainer: {ulimits: {nproc: {soft: 64, hard: 128}}}" },
  ],
  // Terminal
  ["terminal: flag", { request: { interactive: true }, terminal: at }],
  ["terminal: file", { yaml: "interactive: true", terminal: at }],
  ["terminal: off in the file", { yaml: "interactive: false" }],
  ["terminal: a plain shell at one", { terminal: at }],
  ["terminal: off in the file, and a plain shell at one", { yaml: "interactive: false", terminal: at }],
  ["terminal: a command at one", { request: { command: ["ls"] }, terminal: at }],
  ["terminal: none", { request: { interactive: true } }],
  ["input: a pipe", { request: { command: ["cat"] }, terminal: { stdin: false } }],
  ["input: detached", { request: { command: ["cat"], detach: true }, terminal: { stdin: false } }],
  // User
  ["user: root", { user: { uid: 0, gid: 0, name: "root" } }],
  ["user: a name that would change /etc/passwd", { user: { name: "x:0:0\nroot" } }],
  // The rest
  ["keep, rebuild, detach", { request: { keep: true, rebuild: true, detach: true } }],
  ["a grant", { request: { grants: ["github"] } }],
];
