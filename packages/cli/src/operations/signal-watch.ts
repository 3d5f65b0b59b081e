import { onInterrupts } from "../terminal/interrupts.ts";
import { type SignalAction, signalPlan } from "./signal-plan.ts";

/** A command that signals to this process lead to. */
export interface SignalTarget {
  /** Sends a signal to it; never throws. */
  signal(name: string): Promise<void>;
  /** Leaves it alone, since this signal says so. */
  leave(name: NodeJS.Signals): void;
}

/** Where signals to this process lead: to an end of what is being prepared, and later to a command, if there is one. */
export interface SignalWatch extends Disposable {
  /** Aborts at the first signal that comes before there is a command. */
  readonly preparing: AbortSignal;
  /** That signal. */
  readonly before: NodeJS.Signals | undefined;
  /** Settles when somebody insists while things are undone, which may need an engine that hangs. */
  readonly givenUp: Promise<NodeJS.Signals>;
  /** Leads signals to a command from now on, one that came too late to abort anything included. */
  leadTo(target: SignalTarget): void;
}

/** Begins to watch what `listen` tells of. */
export function watchSignals(listen = onInterrupts): SignalWatch {
  const actionFor = signalPlan();
  const preparing = new AbortController();
  const givenUp = Promise.withResolvers<NodeJS.Signals>();
  let target: SignalTarget | undefined;
  let before: { readonly name: NodeJS.Signals; readonly action: SignalAction } | undefined;
  const release = listen((name) => {
    const action = actionFor(name, performance.now());
    if (target !== undefined) obey(target, name, action);
    else if (before === undefined) {
      before = { name, action };
      preparing.abort(new Error(name));
    } else if (action.kind === "leave") givenUp.resolve(before.name);
  });
  return {
    preparing: preparing.signal,
    givenUp: givenUp.promise,
    get before() {
      return before?.name;
    },
    leadTo(command) {
      target = command;
      if (before !== undefined) obey(command, before.name, before.action);
    },
    [Symbol.dispose]: release,
  };
}

function obey(target: SignalTarget, name: NodeJS.Signals, action: SignalAction): void {
  if (action.kind === "leave") target.leave(name);
  else void target.signal(action.signal);
}
