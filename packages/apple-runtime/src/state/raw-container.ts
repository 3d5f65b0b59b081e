import { MoatError, type PublishedPort } from "@moat/core";
import { type ContainerFacts, readFacts, readLabels } from "./labels.ts";
import { listAt, numberAt, objectAt, parseJson, textAt, textsAt } from "./read-json.ts";

/** What the program says of a container, as far as moat reads it. */
export interface RawContainer {
  readonly id: string;
  readonly state: "unknown" | "stopped" | "running" | "stopping";
  /** When it was last started, if that is known: the service forgets it when it restarts. */
  readonly startedDate: string;
  readonly creationDate: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly facts: ContainerFacts | undefined;
  readonly tty: boolean;
  /** The names of the variables of its first process. */
  readonly variables: readonly string[];
  readonly runtimeHandler: string;
  readonly ports: readonly PublishedPort[];
}

/** The builder is a container of the program's own. */
const BUILDER = "buildkit";

/** Reads `list` and `inspect`; whatever has another shape, or none, is left out. Pure. */
export function readContainers(stdout: string): readonly RawContainer[] {
  const value = parseJson(stdout);
  if (!Array.isArray(value)) throw unreadable("containers", stdout);
  return value.flatMap((item) => readContainer(item) ?? []).filter(({ id }) => id !== BUILDER);
}

/** A text that should have been JSON. */
export function unreadable(what: string, stdout: string): MoatError {
  return new MoatError("ENGINE_FAILED", `Apple's container described ${what} in a way that moat does not understand.`, {
    hint: "moat knows container 1.0 and newer; see container --version.",
    details: { stdout: stdout.slice(0, 500) },
  });
}

function readContainer(item: unknown): RawContainer | undefined {
  const configuration = objectAt(item, "configuration");
  const id = textAt(item, "id") || textAt(configuration, "id");
  if (id === "") return undefined;
  // Before 1.0 the status was a word.
  const word = textAt(item, "status", "state") || textAt(item, "status");
  const labels = textsAt(configuration, "labels");
  return {
    id,
    state: word === "stopped" || word === "running" || word === "stopping" ? word : "unknown",
    startedDate: textAt(item, "status", "startedDate"),
    creationDate: textAt(configuration, "creationDate"),
    image: textAt(configuration, "image", "reference"),
    labels: readLabels(labels),
    facts: readFacts(labels),
    tty: objectAt(configuration, "initProcess")["terminal"] === true,
    variables: listAt(configuration, "initProcess", "environment").flatMap((entry) =>
      typeof entry === "string" ? [entry.split("=")[0] ?? ""] : [],
    ),
    runtimeHandler: textAt(configuration, "runtimeHandler") || "container-runtime-linux",
    ports: listAt(configuration, "publishedPorts").map((port) => ({
      containerPort: numberAt(port, "containerPort"),
      hostPort: numberAt(port, "hostPort"),
    })),
  };
}
