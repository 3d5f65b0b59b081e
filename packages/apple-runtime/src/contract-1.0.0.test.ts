import { contractOn } from "./testing/contract-on.ts";

contractOn("1.0.0");
