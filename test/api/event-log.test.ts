/** The log of events: nobody misses the newest of anything, and nobody is told old news. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type BoxEvent, EventLog } from '../../src/api/event-log.ts';

const events = suite('the log of events');

const job = (id: string, data: unknown) => ({ name: 'job', key: `job:${id}`, data });

/** The first `count` events that a follower gets. */
async function take(log: EventLog, after: number | undefined, count: number): Promise<BoxEvent[]> {
  const enough = new AbortController();
  const got: BoxEvent[] = [];
  for await (const event of log.follow(after, enough.signal)) if (got.push(event) === count) break;
  return got;
}

events('tell a new follower the whole, then what happens', async () => {
  const log = new EventLog(async () => [{ name: 'status', key: 'status', data: 'now' }], 1);
  const got = take(log, undefined, 2);
  await new Promise((resolve) => setImmediate(resolve));
  log.append(job('a', 1));
  assert.equal(
    (await got).map(({ name, data }) => [name, data]),
    [
      ['status', 'now'],
      ['job', 1],
    ],
  );
});

events('tell one who comes back what was missed, the newest of each, and nothing else', async () => {
  const log = new EventLog(() => Promise.reject(new Error('nobody asked for the whole')), 1);
  log.append(job('a', 1));
  const [first] = await take(log, 1000, 1);
  for (const data of [2, 3, 4]) log.append(job('a', data));
  log.append(job('b', 1));
  log.append(job('a', 5));
  assert.equal(
    (await take(log, first!.id, 2)).map(({ data }) => data),
    [1, 5],
  );
});

events('tell the whole to one who comes from before the last start, or from the future', async () => {
  const log = new EventLog(async () => [{ name: 'status', key: 'status', data: 'whole' }], 5_000);
  log.append(job('a', 1));
  for (const after of [4_999_000, 9_999_999]) assert.is((await take(log, after, 1))[0]!.data, 'whole');
});

events('tell the whole to one who was away too long', async () => {
  const log = new EventLog(async () => [{ name: 'status', key: 'status', data: 'whole' }], 1);
  log.append(job('a', 1));
  const [first] = await take(log, 1000, 1);
  for (let number = 0; number < 700; number++) log.append(job(`job ${number}`, number));
  assert.is((await take(log, first!.id, 1))[0]!.data, 'whole');
});

events('leave every follower with the newest of each thing, however it reads', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat()), { minLength: 1, maxLength: 30 }),
      fc.nat(29),
      async (changes, cut) => {
        const log = new EventLog(async () => [], 1);
        const known = new Map<unknown, unknown>();
        let last = 1000;
        const read = async () => {
          const stop = new AbortController();
          setImmediate(() => stop.abort());
          for await (const { id, data } of log.follow(last, stop.signal)) {
            assert.ok(id > last);
            last = id;
            const [key, value] = data as [string, number];
            known.set(key, value);
          }
        };
        for (const [index, [key, value]] of changes.entries()) {
          log.append({ name: 'job', key, data: [key, value] });
          if (index === cut) await read();
        }
        await read();
        assert.equal(known, new Map(changes));
      },
    ),
  );
});

events.run();
