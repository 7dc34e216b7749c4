/**
 * The thread that makes and finds box snapshots: the index of a large repository takes seconds to read, and the box must answer meanwhile.
 *
 * It tells sentences on the way, and ends by saying how it went, once.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Fault, isFault } from '../../base/index.ts';
import { openStore, Repository } from '../../repository/index.ts';
import { takeOut } from './find.ts';
import type { Answer, FromThread, Order, ToThread } from './messages.ts';
import { saveBoxSnapshot, type Thinning, thinOut } from './save.ts';

const port = parentPort!;
const cancelled = new AbortController();
port.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') cancelled.abort(new Fault('cancelled', 'The box is stopping.'));
});

say(await run(workerData as Order, cancelled.signal));
port.close();

async function run(order: Order, signal: AbortSignal): Promise<Answer> {
  const repository = new Repository({ store: openStore(order.location), ...order.opened });
  const tell = (sentence: string) => say({ kind: 'told', sentence });
  try {
    if (order.kind === 'find') {
      const found = await takeOut(repository, { file: order.file, signal, tell });
      return { kind: 'found', about: found?.about, isEmpty: !found && (await holdsNothing(repository)) };
    }
    const saved = await saveBoxSnapshot(repository, { ...order.saving, signal, tell });
    const { host, now } = order.saving;
    if (saved.kind === 'written') await thinOutIfFree(repository, { host, now, spare: saved.snapshotId, signal });
    return { kind: 'saved', saved };
  } catch (error) {
    if (!isFault(error)) throw error;
    return { kind: 'failed', code: error.code, detail: error.message };
  }
}

async function holdsNothing({ store }: Repository): Promise<boolean> {
  for await (const _ of store.list('snapshots')) return false;
  return true;
}

/** While others use the repository nothing can be removed; the next box snapshot tries again. */
async function thinOutIfFree(repository: Repository, thinning: Thinning): Promise<void> {
  try {
    await thinOut(repository, thinning);
  } catch (error) {
    if (!isFault(error, 'repository.locked')) throw error;
  }
}

function say(message: FromThread): void {
  port.postMessage(message);
}
