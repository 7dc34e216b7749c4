/** The table of all blobs: like a Map, for one thread and for many at once. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { type BlobPlace, BlobTable, type BlobType } from '../../src/repository/index/table.ts';
import { idOf } from './table-ids.ts';

const tables = suite('the table of blobs');

/** Ids that share a bucket and even their first word, so that chains get long. */
const IDS = Array.from({ length: 12 }, (_, number) => {
  const id = Buffer.alloc(32);
  id[number % 4 === 3 ? 31 : 2] = number;
  return id;
});

const word = fc.nat({ max: 0xffffffff });
const place: fc.Arbitrary<BlobPlace> = fc.record(
  { pack: fc.nat({ max: 1000 }), offset: word, length: fc.integer({ min: 32, max: 0xffffffff }), plainLength: word },
  { noNullPrototype: true },
);
const which = { id: fc.nat({ max: IDS.length - 1 }), type: fc.constantFrom<BlobType>('data', 'tree') };
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), ...which, place }),
  fc.record({ kind: fc.constant('claim' as const), ...which }),
);

tables('says what a Map says, whatever is added and claimed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = BlobTable.create(0, 100);
      const model = new Map<string, BlobPlace[]>();
      for (const { id, type, ...does } of steps) {
        const known = model.get(`${id} ${type}`);
        if (does.kind === 'add') {
          table.add(IDS[id]!, type, does.place);
          model.set(`${id} ${type}`, [does.place, ...(known ?? [])]);
        } else {
          assert.is(table.claim(IDS[id]!, type), known === undefined);
          if (known === undefined) model.set(`${id} ${type}`, []);
        }
      }
      for (const [number, id] of IDS.entries()) {
        for (const type of ['data', 'tree'] as const) {
          const places = model.get(`${number} ${type}`);
          assert.is(table.has(id, type), places !== undefined);
          assert.is(table.slot(id, type) > 0, places !== undefined);
          assert.ok(table.slot(id, type) <= table.size);
          assert.equal(table.places(id, type), places ?? []);
          const first = places?.[0];
          assert.is(table.plainLength(id, type), first && (first.plainLength || first.length - 32));
        }
      }
    }),
  );
});

tables('gives each id to exactly one of many threads and loses none', async () => {
  const ids = 40_000;
  const table = BlobTable.create(0, 400_000);
  const stored = idOf(7);
  table.add(stored, 'tree', { pack: 1, offset: 2, length: 3, plainLength: 4 });
  const gate = new SharedArrayBuffer(4);
  const threads = Array.from(
    { length: 4 },
    (_, number) =>
      new Worker(new URL('./claiming-thread.ts', import.meta.url), {
        workerData: { shared: table.shared, ids, first: (number % 2) * 3, gate },
      }),
  );
  const answers = threads.map(async (thread) => (await once(thread, 'message'))[0] as number[]);
  await Promise.all(threads.map((thread) => once(thread, 'online')));
  Atomics.store(new Int32Array(gate), 0, 1);
  Atomics.notify(new Int32Array(gate), 0);
  const claimed = (await Promise.all(answers)).flat();
  assert.is(claimed.length, ids - 1, 'each but the stored one exactly once');
  assert.is(new Set(claimed).size, ids - 1);
  assert.equal(table.places(stored, 'tree'), [{ pack: 1, offset: 2, length: 3, plainLength: 4 }]);
  for (let number = 0; number < ids; number++) assert.ok(table.has(idOf(number), number % 2 === 0 ? 'data' : 'tree'));
});

tables('says so when it is full', () => {
  const table = BlobTable.create(2, 3);
  const add = (number: number) => table.add(idOf(number), 'data', { pack: 0, offset: 0, length: 0, plainLength: 0 });
  for (let number = 0; number < 5; number++) add(number);
  assert.throws(
    () => add(5),
    (error: unknown) => isFault(error, 'repository.index.full'),
  );
  for (let number = 0; number < 5; number++) assert.ok(table.has(idOf(number), 'data'));
});

tables('take no memory before they are filled, so that other programs can still be started', () => {
  const many = Array.from({ length: 20 }, () => BlobTable.create(0));
  assert.is(spawnSync('true').status, 0);
  assert.ok(many.every((table) => !table.has(idOf(1), 'data')));
});

tables.run();
