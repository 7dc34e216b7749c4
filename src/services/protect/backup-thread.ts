/**
 * The thread in which one backup runs, so that the box goes on answering meanwhile.
 *
 * It says how far it is about five times a second, and ends by saying how it went, once.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { Fault, isFault, toDisplay } from '../../base/index.ts';
import { backup, openStore, Repository } from '../../repository/index.ts';
import { folderSource } from '../../sources/index.ts';
import type { BackupOrder, FromThread, ToThread } from './messages.ts';

const port = parentPort!;
const cancelled = new AbortController();
port.on('message', (message: ToThread) => {
  if (message.kind === 'cancel') cancelled.abort(new Fault('cancelled', 'The backup was cancelled.'));
});

const outcome = await run(workerData as BackupOrder, cancelled.signal);
say(outcome);
port.close();

async function run(order: BackupOrder, signal: AbortSignal): Promise<FromThread> {
  try {
    const repository = new Repository({ store: openStore(order.location), ...order.opened });
    const source = folderSource([order.folder], { excludes: order.excludes });
    const { snapshot, summary, problems } = await backup(repository, source, {
      signal,
      report: (progress) => say({ kind: 'progress', progress }),
      onProblem: ({ kind, path, message }) => say({ kind: 'problem', problem: { kind, path: `/${toDisplay(path)}`, message } }),
    });
    const result = {
      snapshotId: snapshot!.id,
      filesNew: summary.files_new,
      filesChanged: summary.files_changed,
      filesUnmodified: summary.files_unmodified,
      bytesProcessed: summary.total_bytes_processed,
      bytesAdded: summary.data_added_packed,
    };
    return { kind: 'finished', result, problems };
  } catch (error) {
    if (signal.aborted) return { kind: 'cancelled' };
    if (isFault(error)) return { kind: 'failed', code: error.code, detail: error.message };
    throw error;
  }
}

function say(message: FromThread): void {
  port.postMessage(message);
}
