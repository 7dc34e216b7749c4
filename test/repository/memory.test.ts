// deadline: 240 s
/** A backup of a hundred thousand files takes little more memory than one of a hundred. */

import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ByteString, Entry } from '../../src/base/index.ts';
import { type BackupSource, backup } from '../../src/repository/index.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { never, plant, sampleRepository } from './sample-repository.ts';

const memory = suite('the memory of a backup');
const root = temporaryFolder('memory');

/** A source that shows one real file under many names, so that no disk is filled. */
function manyFiles(folders: number, filesEach: number): BackupSource {
  const file = path.join(plant(path.join(root, 'one'), { file: 'content' }), 'file');
  const plain = { mtimeNs: 0n, atimeNs: 0n, ctimeNs: 0n, uid: 0, gid: 0, deviceId: 1n, links: 1n, mode: 0o755 };
  const entry = (name: string, parts: Partial<Entry>): Entry =>
    ({ ...plain, name: name as ByteString, type: 'file', sizeBytes: 7, inode: 1n, ...parts }) as Entry;
  const numbered = (prefix: string, number: number) => `${prefix}${String(number).padStart(6, '0')}`;
  return {
    paths: ['/many'],
    excludes: [],
    localPath: () => Buffer.from(file),
    async *measure() {},
    async *list(folder) {
      const count = folder === '' ? folders : filesEach;
      for (let number = 0; number < count; number++) {
        const name = numbered(folder === '' ? 'd' : 'a file with a name of usual length ', number);
        yield { kind: 'entry', entry: entry(name, folder === '' ? { type: 'dir', sizeBytes: 0 } : { inode: BigInt(number) }) };
      }
    },
  };
}

async function growthOf(source: BackupSource, files: number): Promise<number> {
  const repository = await sampleRepository(path.join(root, `${files} ${Math.random()}`));
  const before = process.memoryUsage.rss();
  let most = 0;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss() - before)), 20);
  const { summary } = await backup(repository, source, { signal: never, workers: 2 });
  clearInterval(timer);
  assert.is(summary.total_files_processed, files);
  return most;
}

memory('does not grow with the tree, be it wide or flat', async () => {
  const small = await growthOf(manyFiles(1, 100), 100);
  const wide = await growthOf(manyFiles(1000, 100), 100_000);
  const flat = await growthOf(manyFiles(1, 100_000), 100_000);
  const MiB = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;
  console.log(`100 files: ${MiB(small)}; 1000 folders of 100: ${MiB(wide)}; one folder of 100,000: ${MiB(flat)}`);
  assert.ok(wide < 300 * 2 ** 20);
  assert.ok(flat < 300 * 2 ** 20);
});

memory.run();
