export { type LogFileOptions, hasLogFile, readLogFile } from "./read-log-file.ts";
export { type WriteLogOptions, writeLogFile } from "./write-log-file.ts";
