/** Looks for damage in a database file without keeping the box from answering: what is small is looked at here, the rest in a thread. */
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { damageOf } from './rescue.ts';

/** Some ten milliseconds; a thread takes longer to start. */
const SMALL_BYTES = 4 << 20;

/** What is wrong with the file, as a sentence; undefined when it is whole. */
export async function inspect(file: string): Promise<string | undefined> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size <= SMALL_BYTES) return damageOf(file);
  const thread = new Worker(new URL('./inspect-thread.ts', import.meta.url), { workerData: file, name: 'catalog check' });
  const [damage] = (await once(thread, 'message')) as [string | undefined];
  return damage;
}
