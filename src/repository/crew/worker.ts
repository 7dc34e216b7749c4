/** The thread of a crew's member: takes orders one after the other, answers each. */
import { parentPort, workerData } from 'node:worker_threads';
import { readFiles } from '../backup/read-files.ts';
import { cutStretch, storeChunks } from '../backup/stretches.ts';
import { readPack } from '../check/read-pack.ts';
import { copyPack } from '../copy/copy-pack.ts';
import { recutStretch } from '../copy/recut-stretch.ts';
import { repackBlobs } from '../repack/repack-blobs.ts';
import { verifyFile } from '../restore/verify-file.ts';
import { writeBlobs } from '../restore/write-blobs.ts';
import { Member } from './member.ts';
import { type Answer, type CrewSetup, type Order, toPortable } from './messages.ts';
import type { Input, Output, TaskKind } from './tasks.ts';

type Handlers = { readonly [K in TaskKind]: (member: Member, input: Input<K>) => Promise<Output<K>> };

const HANDLERS: Handlers = {
  'read files': readFiles,
  'cut stretch': cutStretch,
  'store chunks': storeChunks,
  'write blobs': writeBlobs,
  'verify file': verifyFile,
  'repack blobs': repackBlobs,
  'copy pack': copyPack,
  'recut stretch': recutStretch,
  'read pack': readPack,
  'finish packs': async (member) => {
    await member.finishPacks();
    return null;
  },
};

const port = parentPort!;
const member = new Member(workerData as CrewSetup, (pack) => answer({ kind: 'pack', pack }));

let before: Promise<void> = Promise.resolve();
port.on('message', (order: Order) => {
  before = before.then(() => carryOut(order));
});

async function carryOut({ id, kind, input }: Order): Promise<void> {
  try {
    const handler = HANDLERS[kind] as (member: Member, input: unknown) => Promise<Output>;
    answer({ kind: 'done', id, output: await handler(member, input) });
  } catch (error) {
    answer({ kind: 'failed', id, error: toPortable(error) });
  }
}

function answer(message: Answer): void {
  port.postMessage(message);
}
