import { isObject, isText } from "./json-shape.ts";

/** Tells whether a value from JSON is a `RunState`. */
export function isRunState(value: unknown): boolean {
  if (!isObject(value)) return false;
  switch (value["status"]) {
    case "created":
    case "starting":
    case "running":
    case "stopping":
    case "lost":
      return true;
    case "exited":
      return (
        typeof value["exitCode"] === "number" && isText(value["signal"]) && typeof value["outOfMemory"] === "boolean"
      );
    case "failed":
      return isText(value["phase"]) && isText(value["code"]) && isText(value["message"]);
    default:
      return false;
  }
}
