import type { OutputChunk } from "@moat/core";
import type { AttendRunOptions, Attendance, RunIO } from "../execute/attend-run.ts";
import { type EndFacts, explainEnd } from "./explain-end.ts";

/** How much of the output is kept: enough for a program's last words, too little to cost anything. */
const TAIL_BYTES = 2_048;

/** Remembers of a command, while it runs, what may later explain its end: little, however much it writes. */
export class EndObserver {
  #tail: Buffer = Buffer.alloc(0);
  #wroteErrors: boolean;
  #signalled = false;

  /** Whoever was not there from the start cannot know that nothing was written to stderr. */
  constructor({ fromStart }: AttendRunOptions = { fromStart: true }) {
    this.#wroteErrors = !fromStart;
  }

  /** The same streams, with their last bytes remembered. */
  streamsOf(io: RunIO): RunIO {
    const seen = (stream: OutputChunk["stream"], write: RunIO["stdout"]) => (data: Uint8Array) => {
      this.saw({ stream, data });
      return write(data);
    };
    return { ...io, stdout: seen("stdout", io.stdout), stderr: seen("stderr", io.stderr) };
  }

  /** Notes what the command wrote. */
  saw({ stream, data }: OutputChunk): void {
    if (stream === "stderr" && data.length > 0) this.#wroteErrors = true;
    const last = data.subarray(Math.max(0, data.length - TAIL_BYTES));
    const kept = this.#tail.subarray(Math.max(0, this.#tail.length + last.length - TAIL_BYTES));
    this.#tail = Buffer.concat([kept, last]);
  }

  /** The same attendance, with what is sent to the command noted. */
  signalsTo(attendance: Attendance): Attendance {
    const signal = (name: string) => {
      this.#signalled = true;
      return attendance.signal(name);
    };
    return { ...attendance, signal };
  }

  /** The last of what the command wrote. */
  get tail(): string {
    return this.#tail.toString();
  }

  /** See {@link explainEnd}. */
  explain(end: Pick<EndFacts, "sandbox" | "exitCode" | "outOfMemory" | "memoryBytes">): string {
    return explainEnd({ ...end, signalled: this.#signalled, wroteErrors: this.#wroteErrors, tail: this.tail });
  }
}
