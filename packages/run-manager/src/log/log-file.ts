export { hasLogFile, measureLogFile, readLogFile } from "./read-log-file.ts";
export { type WrittenLog, writeLogFile } from "./write-log-file.ts";
