import type { Attendance } from "@moat/run-manager";
import { onInterrupts } from "../terminal/interrupts.ts";
import { signalPlan } from "./signal-plan.ts";

/** Where signals to this process lead: to an end of what is being prepared, and later to a run. */
export interface SignalWatch extends Disposable {
  /** Aborts at the first signal that comes before there is a run. */
  readonly preparing: AbortSignal;
  /** That signal. */
  readonly before: NodeJS.Signals | undefined;
  /** Settles when somebody insists while things are undone, which may need an engine that hangs. */
  readonly givenUp: Promise<NodeJS.Signals>;
  /** The signal at which the run was left alone. */
  readonly leftBy: NodeJS.Signals;
  /** Leads signals to a run from now on, one that came too late to abort anything included. */
  leadTo(attendance: Attendance): Promise<void>;
}

/** Begins to watch. */
export function watchSignals(): SignalWatch {
  const actionFor = signalPlan();
  const preparing = new AbortController();
  const givenUp = Promise.withResolvers<NodeJS.Signals>();
  let attendance: Attendance | undefined;
  let before: NodeJS.Signals | undefined;
  let leftBy: NodeJS.Signals = "SIGHUP";
  const release = onInterrupts((name) => {
    const action = actionFor(name, performance.now());
    if (attendance === undefined) {
      if (action.kind === "leave" && before !== undefined) givenUp.resolve(before);
      before ??= name;
      preparing.abort(new Error(name));
    } else if (action.kind === "leave") {
      leftBy = name;
      attendance.detach();
    } else void attendance.signal(action.signal);
  });
  return {
    preparing: preparing.signal,
    givenUp: givenUp.promise,
    get before() {
      return before;
    },
    get leftBy() {
      return leftBy;
    },
    async leadTo(target) {
      attendance = target;
      if (before !== undefined) await target.signal(before);
    },
    [Symbol.dispose]: release,
  };
}
