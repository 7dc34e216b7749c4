/** A large file, which the whole crew reads together: cut as one thread would cut it, and noticed when it changes meanwhile. */
import { appendFileSync, closeSync, ftruncateSync, mkdirSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ByteString } from '../../src/base/index.ts';
import { describe } from '../../src/posix/index.ts';
import { readLargeFile } from '../../src/repository/backup/large-file.ts';
import { Crew } from '../../src/repository/crew/crew.ts';
import { backup, findNode } from '../../src/repository/index.ts';
import { folderSource } from '../../src/sources/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { temporaryFolder } from '../peers/temporary-folder.ts';
import { leftovers, never, problemsOf, sampleRepository, save } from './sample-repository.ts';
import { faultOf } from './store-contract.ts';

const large = suite('a large file');
const root = temporaryFolder('large');
let places = 0;
const newFolder = (label: string) => path.join(root, `${label} ${places++}`);
const newRepository = async () => await sampleRepository(newFolder('repository'));
const MiB = 1 << 20;

/** A file of mostly zeros, with other bytes where stretches of it meet, at its beginning and at its end. */
function plantLarge(size: number): string {
  const folder = newFolder('source');
  mkdirSync(folder);
  const fd = openSync(path.join(folder, 'file'), 'w');
  ftruncateSync(fd, size);
  for (const at of [0, 62 * MiB + 1, 125 * MiB, size - 3 * MiB]) {
    if (at + 3 * MiB <= size) writeSync(fd, seededBytes(at, 3 * MiB), 0, 3 * MiB, at);
  }
  closeSync(fd);
  return folder;
}

for (const [what, size] of [
  ['of the size at which it is shared', 64 * MiB],
  ['that is one byte longer', 64 * MiB + 1],
  ['that ends a little after a stretch', 128 * MiB + 100_000],
  ['of several stretches', 140 * MiB + 77],
] as const)
  large(`${what} is cut as one thread cuts it`, async () => {
    const folder = plantLarge(size);
    const trees: string[] = [];
    for (const workers of [1, 3]) {
      const repository = await newRepository();
      const { snapshot, summary } = await save(repository, folder, { workers });
      assert.is(summary.total_bytes_processed, size);
      trees.push(snapshot!.tree);
      if (workers > 1) assert.equal((await problemsOf(repository)).problems, []);
    }
    assert.is(trees[0], trees[1]);
  });

/** Reads a large file and lets a test in after the first stretch was cut. */
async function readMeddled(meddle: (file: string) => void) {
  const file = path.join(plantLarge(140 * MiB), 'file');
  await using crew = await Crew.start(await newRepository(), { size: 2, dryRun: true });
  const { sizeBytes, mtimeNs, ctimeNs } = describe(Buffer.from(file), 'file' as ByteString);
  let isFirst = true;
  const interrupted = {
    room: () => crew.room(),
    run: (...order: Parameters<Crew['run']>) => {
      const running = crew.run(...order).then((output) => {
        if (isFirst) meddle(file);
        isFirst = false;
        return output;
      });
      running.catch(() => {}); // as the crew does for its own
      return running;
    },
  };
  return await readLargeFile(interrupted as unknown as Crew, { path: Buffer.from(file), sizeBytes, mtimeNs, ctimeNs });
}

function becomeFolder(file: string): void {
  rmSync(file);
  mkdirSync(file);
}

for (const [what, meddle] of [
  ['grows', (file: string) => appendFileSync(file, 'x')],
  ['shrinks', (file: string) => truncateSync(file, 5 * MiB)],
  ['is emptied', (file: string) => truncateSync(file, 0)],
  ['vanishes', (file: string) => rmSync(file)],
  ['becomes a folder', becomeFolder],
] as const)
  large(`that ${what} while it is shared is given to one thread alone`, async () => {
    assert.is(await readMeddled(meddle), undefined);
  });

large('that is left alone is read', async () => {
  const reading = await readMeddled(() => {});
  assert.ok(reading?.kind === 'read');
  assert.equal([reading.sizeBytes, reading.isTorn, reading.fresh], [140 * MiB, false, undefined]);
});

large('that changed after it was listed is described as it is now', async () => {
  const folder = plantLarge(70 * MiB);
  const repository = await newRepository();
  const files = folderSource(['.'], { cwd: folder });
  const source = {
    ...files,
    localPath(at: ByteString) {
      appendFileSync(path.join(folder, 'file'), 'more');
      return files.localPath(at);
    },
  };
  const { snapshot, problems } = await backup(repository, source, { signal: never, workers: 2 });
  const node = await findNode(repository, snapshot!.tree, 'file' as ByteString);
  assert.equal([node.sizeBytes, node.error, problems], [70 * MiB + 4, undefined, 0]);
  assert.is((await save(repository, folder, { hostname: snapshot!.hostname })).summary.files_unmodified, 1);
});

large('does not keep anyone from cancelling', async () => {
  const folder = plantLarge(140 * MiB);
  const repository = await newRepository();
  const controller = new AbortController();
  const report = () => controller.abort();
  assert.is(await faultOf(save(repository, folder, { signal: controller.signal, report })), 'cancelled');
  assert.equal(leftovers(repository), []);
  assert.equal((await problemsOf(repository)).problems, []);
});

large.run();
