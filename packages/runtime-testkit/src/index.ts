export { CONTRACT_PROGRAMS, type ContractProgram } from "./contract/contract-programs.ts";
export type { ContractSubject, SubjectRegistry } from "./contract/contract-subject.ts";
export { moatError } from "./contract/moat-error.ts";
export { runtimeContract } from "./contract/runtime-contract.ts";
export { until, within } from "./contract/until.ts";
export { type RecordedDiagnostics, recordDiagnostics } from "./diagnostics/record-diagnostics.ts";
export { guestPrograms } from "./guest/guest-programs.ts";
export type { Guest, GuestProgram } from "./guest/guest.ts";
export { createInMemoryEngine, createInMemoryRuntime } from "./in-memory/create-in-memory-engine.ts";
export type { InMemoryContainerView, InMemoryEngine, InMemoryRuntime } from "./in-memory/in-memory-engine.ts";
export type { InMemoryImage, InMemoryOptions } from "./in-memory/in-memory-options.ts";
export type { RuntimeMethod } from "./in-memory/runtime-method.ts";
export {
  type FakeContainer,
  type FakeContainerOptions,
  createFakeContainer,
} from "./fake-container/create-fake-container.ts";
export type { FakeCall } from "./fake-container/service/fake-service.ts";
export type { FakeFault, FakeFaultName } from "./fake-container/faults.ts";
export { FAKE_PROFILES, type FakeProfile } from "./fake-container/profile.ts";
