export { PendingLog, type WrittenLog } from "./pending-log.ts";
export { hasLogFile, measureLogFile, readLogFile } from "./read-log-file.ts";
export { writeLogFile } from "./write-log-file.ts";
