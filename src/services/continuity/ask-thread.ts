/** Runs one order in a thread of its own and waits for its answer. */
import { Worker } from 'node:worker_threads';
import { Fault } from '../../base/index.ts';
import type { Answer, FromThread, Order, ToThread } from './messages.ts';

/** Throws the Fault that the order failed with, 'cancelled' when `signal` fires, and the thread's own error. */
export async function askThread(
  order: Order,
  { signal, tell }: { signal: AbortSignal; tell: (sentence: string) => void },
): Promise<Exclude<Answer, { kind: 'failed' }>> {
  signal.throwIfAborted();
  const thread = new Worker(new URL('./thread.ts', import.meta.url), { workerData: order, name: 'box snapshot' });
  const cancel = () => thread.postMessage({ kind: 'cancel' } satisfies ToThread);
  signal.addEventListener('abort', cancel);
  try {
    const answer = await lastWord(thread, tell);
    if (answer.kind === 'failed') throw new Fault(answer.code, answer.detail);
    return answer;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function lastWord(thread: Worker, tell: (sentence: string) => void): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  let answer: Answer | undefined;
  thread.on('message', (message: FromThread) => {
    if (message.kind === 'told') tell(message.sentence);
    else answer = message;
  });
  thread.on('error', reject);
  // Only its end frees what it held: the staging folder, the lock.
  thread.on('exit', () => {
    if (answer) resolve(answer);
    else reject(new Fault('internal', 'The thread for box snapshots ended without a word.'));
  });
  return promise;
}
