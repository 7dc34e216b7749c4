/** A thread of table.test.ts: claims ids of a shared table in an order of its own and answers with those it got. */
import { parentPort, workerData } from 'node:worker_threads';
import { BlobTable, type SharedTable } from '../../src/repository/index/table.ts';
import { idOf } from './table-ids.ts';

const { shared, ids, first, gate } = workerData as { shared: SharedTable; ids: number; first: number; gate: SharedArrayBuffer };
const table = BlobTable.attach(shared);
const open = new Int32Array(gate);
Atomics.wait(open, 0, 0);
const claimed: number[] = [];
for (let step = 0; step < ids; step++) {
  const number = (first + step) % ids;
  if (table.claim(idOf(number), number % 2 === 0 ? 'data' : 'tree')) claimed.push(number);
  if (!table.has(idOf(number), number % 2 === 0 ? 'data' : 'tree')) throw new Error(`id ${number} was lost`);
}
parentPort!.postMessage(claimed);
