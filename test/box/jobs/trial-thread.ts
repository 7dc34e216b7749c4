/** A thread that does what its order says. */
import { Fault } from '../../../src/base/index.ts';
import { serveThread } from '../../../src/box/jobs/index.ts';

export interface TrialOrder {
  readonly what: 'works' | 'lists' | 'fails' | 'breaks' | 'dies' | 'waits' | 'throws later';
  readonly key?: Uint8Array;
}

await serveThread(async (order: TrialOrder, work) => {
  work.report({ phase: 'checking', filesDone: 1, filesTotal: 2, bytesDone: 3, bytesTotal: 4, errors: 0 });
  work.problem({ kind: 'unreadable', path: '/a', message: 'a sector' });
  work.log(`saved before: ${JSON.stringify(work.saved)}`);
  switch (order.what) {
    case 'fails':
      throw new Fault('store.full', 'The disk is full.', { retryable: true, cause: new Error('ENOSPC') });
    case 'breaks':
      throw new TypeError('a mistake');
    case 'dies':
      return process.exit(3);
    case 'throws later':
      setImmediate(() => {
        throw new RangeError('nobody waited for this');
      });
      return await new Promise(() => setInterval(() => {}, 1_000));
    case 'waits':
      return await new Promise((_, reject) => work.signal.addEventListener('abort', () => reject(work.signal.reason)));
    case 'lists':
      return { loaded: (process as unknown as { moduleLoadList: string[] }).moduleLoadList.filter((name) => /sqlite/.test(name)) };
    default:
      await work.save({ at: 1 });
      return { length: order.key?.length ?? 0 };
  }
});
