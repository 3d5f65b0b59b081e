import type { Check } from "./check.ts";
import { apiPages } from "./checks/api-pages.ts";
import { brokenLinks } from "./checks/broken-links.ts";
import { catalogVersions } from "./checks/catalog-versions.ts";
import { cliReference } from "./checks/cli-reference.ts";
import { commandExamples } from "./checks/command-examples.ts";
import { commandSize } from "./checks/command-size.ts";
import { documentedCommands } from "./checks/documented-commands.ts";
import { documentedExports } from "./checks/documented-exports.ts";
import { environmentVariables } from "./checks/environment-variables.ts";
import { errorCodesRaised } from "./checks/error-codes-raised.ts";
import { errorCodesTested } from "./checks/error-codes-tested.ts";
import { errorGuide } from "./checks/error-guide.ts";
import { errorsPage } from "./checks/errors-page.ts";
import { fileSize } from "./checks/file-size.ts";
import { findingsPage } from "./checks/findings-page.ts";
import { foreignPackages } from "./checks/foreign-packages.ts";
import { machinePaths } from "./checks/machine-paths.ts";
import { packageManifests } from "./checks/package-manifests.ts";
import { processPorts } from "./checks/process-ports.ts";
import { publishable } from "./checks/publishable.ts";
import { referencePages } from "./checks/reference-pages.ts";
import { unfocusedTests } from "./checks/unfocused-tests.ts";

/** Every rule. */
export const ALL_CHECKS: readonly Check[] = [
  fileSize,
  commandSize,
  commandExamples,
  unfocusedTests,
  processPorts,
  packageManifests,
  catalogVersions,
  foreignPackages,
  machinePaths,
  errorCodesRaised,
  errorCodesTested,
  errorsPage,
  errorGuide,
  cliReference,
  documentedCommands,
  documentedExports,
  apiPages,
  findingsPage,
  referencePages,
  environmentVariables,
  brokenLinks,
  publishable,
];
