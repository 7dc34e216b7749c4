/** Threads of jobs: all that a kind has in hand works from there, and every end is heard. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, isFault } from '../../../src/base/index.ts';
import { type JobWork, runInThread } from '../../../src/box/jobs/index.ts';
import type { TrialOrder } from './trial-thread.ts';

const threads = suite('the thread of a job');
const FILE = new URL('./trial-thread.ts', import.meta.url);

function listening(own: Partial<JobWork> = {}): { heard: unknown[]; work: JobWork } {
  const heard: unknown[] = [];
  const work: JobWork = {
    signal: new AbortController().signal,
    saved: undefined,
    report: ({ phase, bytesDone }) => heard.push([phase, bytesDone]),
    problem: ({ path }) => heard.push(path),
    log: (line) => heard.push(line),
    save: async (state) => void heard.push(state),
    ...own,
  };
  return { heard, work };
}

const run = async (order: TrialOrder, work: JobWork) =>
  await runInThread<unknown>(FILE, order, work).then(
    (result) => result,
    (error: unknown) => error,
  );

threads('tells progress, problems and lines, saves, gives back its result, and knows what was saved before', async () => {
  const { heard, work } = listening({ saved: { at: 0 } });
  assert.equal(await run({ what: 'works', key: new Uint8Array(32) }, work), { length: 32 });
  assert.equal(heard, [['checking', 3], '/a', 'saved before: {"at":0}', { at: 1 }]);
});

threads('fails with the Fault it met', async () => {
  const { heard, work } = listening();
  const error = await run({ what: 'fails' }, work);
  assert.ok(isFault(error, 'store.full'));
  assert.equal([error.message, error.retryable], ['The disk is full.', true]);
  assert.match(String(error.cause), 'ENOSPC');
  assert.is(heard.length, 3);
});

threads('that makes a mistake fails with its stack', async () => {
  const error = await run({ what: 'breaks' }, listening().work);
  assert.not(isFault(error));
  assert.match(String((error as Error).cause), 'TypeError: a mistake');
});

threads('that ends without a word has failed', async () => {
  const error = await run({ what: 'dies' }, listening().work);
  assert.match(String(error), 'without a word');
  const thrown = (await run({ what: 'throws later' }, listening().work)) as Error;
  assert.match(String(thrown.cause), 'nobody waited for this');
});

threads('stops when it is asked to, and is not begun when that was before', async () => {
  const stop = new AbortController();
  const { work } = listening({ signal: stop.signal, log: () => stop.abort(new Fault('cancelled', 'Enough.')) });
  const error = await run({ what: 'waits' }, work);
  assert.ok(isFault(error, 'cancelled'));
  assert.is(error.message, 'Enough.');
  assert.is(await run({ what: 'works' }, work), stop.signal.reason);
});

threads('hears when what it saves cannot be kept', async () => {
  const { work } = listening({ save: () => Promise.reject(new Error('the disk is full')) });
  const error = await run({ what: 'works' }, work);
  assert.ok(isFault(error, 'state.unusable'));
  assert.match(error.message, 'the disk is full');
});

threads('loads no database for the sake of the engine', async () => {
  const sqlite = (name: string) => /sqlite/.test(name);
  await import('node:sqlite');
  assert.ok((process as unknown as { moduleLoadList: string[] }).moduleLoadList.some(sqlite), 'it could not be seen');
  assert.equal(await run({ what: 'lists' }, listening().work), { loaded: [] });
});

threads.run();
