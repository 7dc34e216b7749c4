/** The thread that answers questions out of the index of names, one after the other, also while another thread builds it. */
import { statSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { isFault } from '../../base/index.ts';
import { NameReader, saysDamaged } from '../../box/names/index.ts';
import type { Answer, AnsweringOrder, Asked } from './name-messages.ts';

const port = parentPort!;
const { file, repository } = workerData as AnsweringOrder;
let reader: NameReader | undefined;
/** The file that is open: one that was begun anew is another one under the same name. */
let opened: number | undefined;

port.on('message', (asked: Asked) => port.postMessage(answer(asked)));

function answer(asked: Asked): Answer {
  const { id } = asked;
  try {
    const names = current();
    if (!names) return { kind: 'none', id };
    if (asked.kind === 'search') return { kind: 'page', id, page: names.search(asked.question) };
    return { kind: 'versions', id, versions: names.versions(asked.snapshot, asked.path) };
  } catch (error) {
    if (isFault(error)) return { kind: 'failed', id, code: error.code, detail: error.message };
    if (!saysDamaged(error)) throw error;
    close();
    return { kind: 'damaged', id, detail: (error as Error).message };
  }
}

function current(): NameReader | undefined {
  const inode = statSync(file, { throwIfNoEntry: false })?.ino;
  if (inode !== opened) close();
  if (inode === undefined) return undefined;
  reader ??= NameReader.open(file, repository);
  if (reader) opened = inode;
  return reader;
}

function close(): void {
  reader?.close();
  reader = undefined;
  opened = undefined;
}
