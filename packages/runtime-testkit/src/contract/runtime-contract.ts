import { describe } from "vitest";

import { attachContract } from "./attach.contract.ts";
import { buildContract } from "./build.contract.ts";
import { capabilitiesContract } from "./capabilities.contract.ts";
import { cancellationContract } from "./cancellation.contract.ts";
import { commandContract } from "./command.contract.ts";
import { ContractSession } from "./contract-session.ts";
import type { ContractSubject } from "./contract-subject.ts";
import { createContract } from "./create.contract.ts";
import { engineContract } from "./engine.contract.ts";
import { execContract } from "./exec.contract.ts";
import { filesAndMountsContract } from "./files-and-mounts.contract.ts";
import { imagesContract } from "./images.contract.ts";
import { inputContract } from "./input.contract.ts";
import { inspectAndListContract } from "./inspect-and-list.contract.ts";
import { isolationContract } from "./isolation.contract.ts";
import { limitsContract } from "./limits.contract.ts";
import { logsContract } from "./logs.contract.ts";
import { networksContract } from "./networks.contract.ts";
import { portsContract } from "./ports.contract.ts";
import { removeAndRenameContract } from "./remove-and-rename.contract.ts";
import { signalAndStopContract } from "./signal-and-stop.contract.ts";
import { startAndWaitContract } from "./start-and-wait.contract.ts";
import { terminalContract } from "./terminal.contract.ts";
import { unknownContainerContract } from "./unknown-container.contract.ts";
import { unreachableContract } from "./unreachable.contract.ts";
import { volumesContract } from "./volumes.contract.ts";

const CONTRACTS = [
  engineContract,
  capabilitiesContract,
  createContract,
  startAndWaitContract,
  signalAndStopContract,
  inspectAndListContract,
  removeAndRenameContract,
  unknownContainerContract,
  attachContract,
  inputContract,
  terminalContract,
  execContract,
  logsContract,
  commandContract,
  filesAndMountsContract,
  limitsContract,
  isolationContract,
  imagesContract,
  buildContract,
  networksContract,
  portsContract,
  volumesContract,
  cancellationContract,
  unreachableContract,
];

/**
 * Registers, with vitest, the tests of everything that the Runtime port promises. Call it at the top level of a test
 * file. It removes what it makes, after every test.
 */
export function runtimeContract(name: string, subject: ContractSubject): void {
  describe(`runtime contract: ${name}`, { timeout: 45_000 }, () => {
    const session = new ContractSession(name, subject);
    session.registerHooks();
    for (const register of CONTRACTS) register(session);
  });
}
