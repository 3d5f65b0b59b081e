export { addPlaceholders } from "./command-line/environment-for-parser.ts";
export { useCodeCache } from "./command-line/code-cache.ts";
