// Loaded into a Node.js process by NODE_OPTIONS: writes the most memory that it had, in KiB, to a file when it ends.
import { writeFileSync } from "node:fs";

process.on("exit", () => writeFileSync(process.env.BENCH_PEAK ?? "/dev/null", String(process.resourceUsage().maxRSS)));
