/**
 * A folder of very many small files, in folders of a thousand; made once by all cores and kept in the system's temporary folder.
 *
 * Owns: the same bytes from the same number on every machine, no two files alike.
 */
import { existsSync, writeFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';

const VERSION = 1;
export const FILES_PER_FOLDER = 1000;

/** What each thread is told: it makes every `of`-th folder, beginning with `first`. */
export interface Share {
  readonly folder: string;
  readonly files: number;
  readonly first: number;
  readonly of: number;
}

/** The folder. */
export async function smallFiles(files: number): Promise<string> {
  const home = path.join(tmpdir(), `holdfast-bench-files-v${VERSION}-${files}`);
  const folder = path.join(home, 'data');
  const complete = path.join(home, 'complete');
  if (!existsSync(complete)) {
    await fs.rm(home, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true });
    const of = availableParallelism();
    await Promise.all(Array.from({ length: of }, (_, first) => ended(shareOut({ folder, files, first, of }))));
    writeFileSync(complete, '');
  }
  return folder;
}

function shareOut(share: Share): Worker {
  return new Worker(path.join(import.meta.dirname, 'small-files-worker.ts'), { workerData: share });
}

async function ended(worker: Worker): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  worker.once('error', reject);
  worker.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`making small files ended with ${code}`))));
  await promise;
}
