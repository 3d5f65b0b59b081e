export { type RuntimeOptions, defaultRuntimeOptions } from "./runtime-options.ts";
export { type Diagnostics, type Progress, silentDiagnostics } from "./diagnostics.ts";
export { ERROR_CODES, type ErrorCode } from "./errors/error-codes.ts";
export { ERROR_KINDS, type ErrorKind } from "./errors/error-kinds.ts";
export { systemErrorCode } from "./errors/system-error-code.ts";
export { MoatError, type MoatErrorOptions, isMoatError } from "./errors/moat-error.ts";
export { GVISOR_INSTALL_HINT, GVisorNotAvailableError } from "./errors/gvisor-not-available-error.ts";
export type { CallOptions } from "./runtime/call-options.ts";
export type * from "./runtime/container-role.ts";
export {
  type BindMount,
  type ContainerSpec,
  type FileSpec,
  type PublishedPort,
  type ResourceLimits,
  type TerminalSize,
  type TmpfsMount,
  type Ulimit,
  type UlimitName,
  ULIMIT_NAMES,
  containerSpec,
} from "./runtime/container-spec.ts";
export type { ContainerExit, ContainerInfo, ContainerState, ContainerSummary } from "./runtime/container-state.ts";
export { type ExecSpec, execSpec } from "./runtime/exec-spec.ts";
export type { BuildFile, ImageBuild } from "./runtime/image-build.ts";
export type { ImageInfo, ImageRole } from "./runtime/image-role.ts";
export type { Isolation, IsolationProof } from "./runtime/isolation.ts";
export type {
  LabelledObject,
  NetworkRole,
  NetworkSpec,
  VolumeRole,
  VolumeSpec,
} from "./runtime/network-and-volume-roles.ts";
export type { EngineFacts, Runtime, RuntimeCapabilities } from "./runtime/runtime.ts";
export { type EngineSocketFacts, usualEngineSockets } from "./runtime/usual-engine-sockets.ts";
