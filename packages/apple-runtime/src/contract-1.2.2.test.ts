import { contractOn } from "./testing/contract-on.ts";

contractOn("1.2.2");
