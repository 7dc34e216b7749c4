/**
 * The box's side of a job that works in a thread of its own, so that the box goes on answering meanwhile.
 *
 * Owns: the thread, and that it ends with one word. A thread that ends without a word has failed.
 * It is asked to stop and never ended from outside: it may be writing.
 */
import { Worker } from 'node:worker_threads';
import { Fault } from '../../base/index.ts';
import type { JobWork } from './job.ts';
import type { FromThread, ThreadData, ThreadEnd, ToThread } from './thread-messages.ts';

/**
 * Runs a file that calls `serveThread`. The order is cloned into the thread and kept nowhere else, so it may hold keys.
 * Throws what the thread throws: Faults as they are, 'cancelled' when `work.signal` fired and it stopped; anything else is a mistake.
 */
export async function runInThread<Result>(file: URL, order: unknown, work: JobWork): Promise<Result> {
  work.signal.throwIfAborted();
  const data: ThreadData = { order, saved: work.saved };
  const thread = new Worker(file, { workerData: data, name: nameOf(file) });
  const stop = () => say(thread, { kind: 'stop', message: messageOf(work.signal.reason) });
  work.signal.addEventListener('abort', stop);
  try {
    return outcomeOf(await follow(thread, work)) as Result;
  } finally {
    work.signal.removeEventListener('abort', stop);
  }
}

function follow(thread: Worker, work: JobWork): Promise<ThreadEnd> {
  let end: ThreadEnd | undefined;
  let death: unknown;
  thread.on('message', (message: FromThread) => {
    if (message.kind === 'progress') work.report(message.progress);
    else if (message.kind === 'problem') work.problem(message.problem);
    else if (message.kind === 'log') work.log(message.line);
    else if (message.kind === 'save') void save(thread, work, message);
    else end = message;
  });
  thread.on('error', (error) => {
    death = error;
  });
  return new Promise((resolve, reject) => {
    thread.on('exit', () => {
      if (end) resolve(end);
      else reject(new Error('The thread of the job ended without a word.', { cause: death }));
    });
  });
}

async function save(thread: Worker, work: JobWork, { number, state }: { number: number; state: unknown }): Promise<void> {
  try {
    await work.save(state);
    say(thread, { kind: 'saved', number });
  } catch (error) {
    say(thread, { kind: 'saved', number, error: messageOf(error) });
  }
}

function outcomeOf(end: ThreadEnd): unknown {
  if (end.kind === 'finished') return end.result;
  if (end.kind === 'broken') throw new Error('The thread of the job failed.', { cause: end.stack });
  const { retryable, details, cause } = end;
  throw new Fault(end.code, end.message, { retryable, details, cause: cause === '' ? undefined : cause });
}

function say(thread: Worker, message: ToThread): void {
  thread.postMessage(message);
}

function nameOf(file: URL): string {
  return file.pathname.split('/').at(-1)!.replace(/\.ts$/, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
