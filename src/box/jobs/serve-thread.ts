/**
 * The thread's side of a job that works in a thread of its own: a kind's thread file is an import and one call.
 *
 * It says how it went, once, and then ends by itself.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Fault, isFault } from '../../base/index.ts';
import type { JobWork } from './job.ts';
import type { FromThread, ThreadData, ThreadEnd, ToThread } from './thread-messages.ts';

export async function serveThread<Order, Result>(run: (order: Order, work: JobWork) => Promise<Result>): Promise<void> {
  const port = parentPort!;
  const { order, saved } = workerData as ThreadData;
  const stopped = new AbortController();
  const saving = new Map<number, PromiseWithResolvers<void>>();
  let saves = 0;
  const say = (message: FromThread) => port.postMessage(message);
  port.on('message', (message: ToThread) => {
    if (message.kind === 'stop') stopped.abort(new Fault('cancelled', message.message));
    else if (message.error === undefined) saving.get(message.number)?.resolve();
    else saving.get(message.number)?.reject(new Fault('state.unusable', `The box cannot keep where this job is: ${message.error}`));
  });
  const work: JobWork = {
    signal: stopped.signal,
    saved,
    report: (progress) => say({ kind: 'progress', progress }),
    problem: (problem) => say({ kind: 'problem', problem }),
    log: (line) => say({ kind: 'log', line }),
    async save(state) {
      const number = ++saves;
      const answer = Promise.withResolvers<void>();
      saving.set(number, answer);
      say({ kind: 'save', number, state });
      await answer.promise.finally(() => saving.delete(number));
    },
  };
  say(await endOf(() => run(order as Order, work)));
  port.close();
}

async function endOf(run: () => Promise<unknown>): Promise<ThreadEnd> {
  try {
    return { kind: 'finished', result: await run() };
  } catch (error) {
    if (!isFault(error)) return { kind: 'broken', stack: stackOf(error) };
    const { code, message, retryable, details, cause } = error;
    return { kind: 'failed', code, message, retryable, details, cause: cause === undefined ? '' : stackOf(cause) };
  }
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
