/** Following changes: the newest of each, and no more. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Changes } from '../../../src/box/jobs/changes.ts';
import type { Job } from '../../../src/box/jobs/index.ts';

const changes = suite('the changes of jobs');
const job = (id: string, attempts: number) => ({ id, attempts }) as Job;

changes('give a slow reader the newest of each job, in the order of their last change', async () => {
  const told = new Changes();
  const news = told.watch(AbortSignal.timeout(10_000));
  for (let time = 1; time <= 1_000; time++) told.tell(job('a', time));
  told.tell(job('b', 1));
  told.tell(job('a', 1_001));
  assert.equal((await news.next()).value, job('b', 1));
  assert.equal((await news.next()).value, job('a', 1_001));
  const later = news.next();
  told.tell(job('c', 1));
  assert.equal((await later).value, job('c', 1));
});

changes('end when the signal fires, also while the reader waits', async () => {
  const told = new Changes();
  const stop = new AbortController();
  const news = told.watch(stop.signal);
  const waiting = news.next();
  stop.abort();
  assert.is((await waiting).done, true);
  told.tell(job('a', 1));
  assert.is((await news.next()).done, true);
  assert.is((await told.watch(stop.signal).next()).done, true);
});

changes('end when the reader goes', async () => {
  const told = new Changes();
  const news = told.watch(AbortSignal.timeout(10_000));
  told.tell(job('a', 1));
  for await (const { id } of news) {
    assert.is(id, 'a');
    break;
  }
  assert.is((await news.next()).done, true);
});

changes.run();
