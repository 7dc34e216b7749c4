// deadline: 240 s
/** A backup of a hundred thousand files takes little more memory than one of a hundred. */

import { hash } from 'node:crypto';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ByteString, Entry } from '../../src/base/index.ts';
import { type BackupSource, backup, Repository, type Store } from '../../src/repository/index.ts';
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

/** Links alone, listed without ever waiting: all the work is trees. Their targets do not compress, so every tree takes some 40 KiB. */
function manyLinks(folders: number, onFolder: () => void): BackupSource {
  const source = manyFiles(folders, 1000);
  return {
    ...source,
    async *list(folder, signal) {
      if (folder !== '') onFolder();
      let number = 0;
      for await (const listed of source.list(folder, signal)) {
        if (folder === '' || listed.kind !== 'entry') yield listed;
        else {
          const linkTarget = hash('sha256', `${folder} ${number++}`) as ByteString;
          yield { kind: 'entry', entry: { ...listed.entry, type: 'symlink', sizeBytes: 0, linkTarget } };
        }
      }
    },
  };
}

memory('holds few trees that are not stored yet, however fast the source is', async () => {
  const folders = 1200;
  const repository = await sampleRepository(path.join(root, 'links'));
  let [listed, most, written] = [0, 0, 0];
  const store: Store = {
    ...repository.store,
    async stage(kind) {
      const staged = await repository.store.stage(kind);
      const append = async (bytes: Uint8Array) => {
        await staged.append(bytes);
        if (kind === 'data') written += bytes.length;
      };
      return { append, commit: (name) => staged.commit(name), [Symbol.asyncDispose]: () => staged[Symbol.asyncDispose]() };
    },
  };
  const sizes: [number, number][] = [];
  const source = manyLinks(folders, () => sizes.push([listed++, written]));
  const { config, master, keyId } = repository;
  await backup(new Repository({ store, config, master, keyId }), source, { signal: never, workers: 1 });
  const treeBytes = written / folders;
  for (const [before, stored] of sizes) most = Math.max(most, before * treeBytes - stored);
  assert.ok(written > 40 * 2 ** 20, `${written} bytes of trees are too few to tell`);
  assert.ok(most < 24 * 2 ** 20, `${(most / 2 ** 20).toFixed(0)} MiB of trees waited`);
});

memory.run();
