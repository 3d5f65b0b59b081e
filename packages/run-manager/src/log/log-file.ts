export { hasLogFile, readLogFile } from "./read-log-file.ts";
export { writeLogFile } from "./write-log-file.ts";
