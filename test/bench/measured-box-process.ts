/**
 * A box as a process of its own, so that its memory can be measured: STATE PASSPHRASE. It says where it is and who is signed in,
 * builds the index of names when told to, and ends when its parent leaves.
 *
 * The index of names runs in this process, over the box's own repository.
 */
import path from 'node:path';
import { startAppliance } from '../../src/appliance.ts';
import { openRepository, openStore } from '../../src/repository/index.ts';
import { NameIndex, type NameQuestion } from '../../src/services/restore/index.ts';

export type ToBox =
  | { readonly kind: 'build' }
  | { readonly kind: 'search'; readonly question: NameQuestion }
  | { readonly kind: 'versions'; readonly snapshot: string; readonly path: string };
export type FromBox =
  | { readonly kind: 'started'; readonly url: string; readonly claimCode: string }
  | { readonly kind: 'done'; readonly ms: number; readonly count: number };

const [state, passphrase] = process.argv.slice(2) as [string, string];
const appliance = await startAppliance({ state, port: 0, log: (line) => console.error(line) });
const repository = await openRepository(openStore(path.join(state, 'repository')), passphrase);
const names = new NameIndex({ file: path.join(state, 'names.sqlite'), repository: () => repository, log: (line) => console.error(line) });
const never = new AbortController().signal;

process.on('message', async (message: ToBox) => {
  const start = performance.now();
  const count = await work(message);
  say({ kind: 'done', ms: performance.now() - start, count });
});
process.on('disconnect', async () => {
  await names.close();
  await appliance.stop();
});
say({ kind: 'started', url: appliance.url, claimCode: appliance.claimCode! });

async function work(message: ToBox): Promise<number> {
  if (message.kind === 'search') return (await names.search(message.question, never)).total;
  if (message.kind === 'versions') return (await names.versions(message.snapshot, message.path as never, never))?.length ?? -1;
  names.refresh();
  await names.settled();
  if (names.status.state !== 'complete') throw new Error(`the index of names is ${names.status.state}`);
  return names.status.snapshotsDone;
}

function say(message: FromBox): void {
  process.send!(message);
}
