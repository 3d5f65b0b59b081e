#!/usr/bin/env node
import { runFake } from "./run-fake.ts";

process.exitCode = await runFake(process.argv.slice(2), process.env);
