/** Ctrl-C and SIGTERM: the first asks the work to end cleanly, the second ends the program at once. */
import { Fault } from '../base/index.ts';
import { EXIT } from './exit-codes.ts';
import type { Output } from './output.ts';

export interface Interrupts extends Disposable {
  /** Fires once, with Fault 'cancelled'. */
  readonly signal: AbortSignal;
}

export function listenForInterrupts(output: Output, note = 'cancelling; what is saved stays (again ends at once)'): Interrupts {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(EXIT.interrupted);
    output.note(note);
    controller.abort(new Fault('cancelled', 'the work was cancelled; what was saved before stays.', { retryable: true }));
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
