import { once } from "node:events";
import type { HelperOrder } from "./helper-messages.ts";
import { runHelper } from "./run-helper.ts";

const [order] = (await once(process, "message")) as [HelperOrder];
await runHelper(order);
process.exit(0);
