export { type GitFacts, type GitRepository, type GitWorktree, NO_GIT } from "./git/git-facts.ts";
export { readGit } from "./git/read-git.ts";
export type { HostFacts, HostUser } from "./host-facts.ts";
export { inspectPath } from "./inspect-path.ts";
export { moatHome } from "./moat-home.ts";
export type { PathFacts } from "./path-facts.ts";
export { type ConfigFile, readConfigFile, readMachineConfigFile, readNamedConfigFile } from "./read-config-file.ts";
export { readLockFile } from "./read-lock-file.ts";
export {
  findHostCertificates,
  readCertificateFile,
  readHostCertificates,
  withoutUsualCertificates,
} from "./read-certificates.ts";
export { readProject } from "./read-project.ts";
export { readHostFacts } from "./read-host-facts.ts";
export { resolveWorkspace } from "./resolve-workspace.ts";
