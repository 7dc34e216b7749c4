/** Copying snapshots into another repository, in each of the three ways. */
// deadline: 300 s
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString } from '../../src/base/index.ts';
import { recutFile } from '../../src/repository/copy/recut-file.ts';
import { Crew } from '../../src/repository/crew/crew.ts';
import { loadIndex } from '../../src/repository/index/files.ts';
import { type CopyOptions, findNode, listSnapshots, tagSnapshots } from '../../src/repository/index.ts';
import { seededBytes } from '../kernels/seeded.ts';
import { blobsIn, contentOf, copy, holdsNothingTwice, isWhole, kept, MIB, place, sample, targetFor, WAYS } from './copy-sample.ts';
import { never, plant, reopened, sampleRepository, save } from './sample-repository.ts';
import { faultOf, listAll } from './store-contract.ts';

const copying = suite('a copy');

for (const way of WAYS) {
  copying(`by ${way} brings every snapshot with all its fields, once`, async () => {
    const { from, source } = await kept();
    const to = await targetFor(from, way);
    const result = await copy(from, to);
    assert.equal([result.way, result.copied.length, result.there.length, result.problems], [way, 2, 0, 0]);
    await isWhole(to);
    await holdsNothingTwice(to);
    const [before, after] = [await listSnapshots(from), await listSnapshots(to)];
    for (const [index, { id, parent: _, tree, ...fields }] of before.entries()) {
      const { id: __, tree: newTree, original, ...copied } = after[index]!;
      assert.equal(copied, fields);
      assert.is(original, id);
      assert.is(newTree === tree, way !== 'recut');
      for (const file of ['small/text', 'small/empty', 'deep/er/large', 'deep/er/exact', 'deep/same'])
        assert.ok((await contentOf(to, newTree, file)).equals(await contentOf(from, tree, file)), file);
    }
    const again = await copy(from, to);
    assert.equal([again.copied.length, again.there.length, again.blobs], [0, 2, 0]);
    // What the target would have stored itself is there: cut alike, nothing of it is stored again.
    const { summary } = await save(to, source, { parent: 'none' });
    assert.equal([summary.data_blobs, summary.data_added >= 0], [0, true]);
  });

  copying(`by ${way} of what was added since brings only that`, async () => {
    const { from, source } = await sample();
    const to = await targetFor(from, way);
    const first = await copy(from, to);
    plant(source, { 'small/newer': 'newer still' });
    await save(from, source);
    const second = await copy(from, to);
    assert.equal([second.copied.length, second.there.length], [1, 2]);
    assert.ok(second.bytes < 5000 && first.bytes > 4 * MIB, `${second.bytes}`);
    await isWhole(to);
    await holdsNothingTwice(to);
  });

  copying(`by ${way} can be limited to some snapshots`, async () => {
    const { from } = await kept();
    const to = await targetFor(from, way);
    const choose: CopyOptions['choose'] = (all) => all.filter(({ tags }) => tags?.includes('first'));
    const dry = await copy(from, to, { choose, dryRun: true });
    assert.equal([dry.copied.length, (await listAll(to.store, 'data')).size, (await listSnapshots(to)).length], [1, 0, 0]);
    assert.ok(dry.bytes > 4 * MIB);
    assert.is((await copy(from, to, { choose })).copied.length, 1);
    assert.is((await listSnapshots(to)).length, 1);
    await isWhole(to);
  });

  for (const [old, made] of [
    [1, 2],
    [2, 1],
  ] as const) {
    copying(`by ${way} from format ${old} to format ${made} is whole`, async () => {
      const { from } = await kept(old);
      const to = await targetFor(from, way, made);
      assert.is((await copy(from, to)).copied.length, 2);
      await isWhole(to);
      const isCompressed = (await blobsIn(to)).some(({ uncompressed_length }) => uncompressed_length !== undefined);
      assert.is(isCompressed, made === 2 && way !== 'packs');
    });
  }
}

copying('with a shared key moves packs as files, byte for byte', async () => {
  const { from } = await kept();
  const to = await targetFor(from, 'packs');
  const result = await copy(from, to);
  const packs = await listAll(from.store, 'data');
  assert.is(result.packsAsFiles, packs.size);
  assert.equal(await listAll(to.store, 'data'), packs);
  for (const id of packs.keys()) assert.ok((await to.store.read('data', id)).equals(await from.store.read('data', id)));
});

copying('with a shared key moves what is needed of a pack without sealing it anew', async () => {
  const { from } = await kept();
  const to = await targetFor(from, 'packs');
  await copy(from, to, { choose: (all) => all.slice(0, 1) });
  const sealed = new Map<string, string>();
  for (const [repository, known] of [
    [from, sealed],
    [to, undefined],
  ] as const) {
    for (const file of (await listAll(repository.store, 'index')).keys()) {
      for (const pack of await loadIndex(repository, file)) {
        for (const blob of pack.blobs) {
          const bytes = (await repository.store.read('data', pack.id, blob)).toString('base64');
          if (known) known.set(blob.id, bytes);
          else assert.is(bytes, sealed.get(blob.id));
        }
      }
    }
  }
});

copying('takes a snapshot whose tags were changed for another one, and its copy for none', async () => {
  const { from } = await sample();
  const to = await targetFor(from, 'blobs');
  await copy(from, to);
  await tagSnapshots(reopened(from), { signal: never, add: ['kept'], choose: (all) => all.slice(0, 1) });
  const again = await copy(from, to);
  assert.equal([again.copied.length, again.there.length, again.blobs], [1, 1, 0]);
  const back = await copy(to, from);
  assert.equal([back.copied.length, back.there.length], [1, 2], 'the copy with the old tags; the others are there');
});

copying('cuts files as the target itself would, in one stretch or in many', async () => {
  const from = await sampleRepository(place('source-repository'));
  const parts = Array.from({ length: 5 }, (_, part) =>
    part % 2 ? seededBytes(5, 5 * MIB) : Buffer.alloc(3 * MIB, 'a line that repeats\n'),
  );
  const source = plant(place('source'), { image: Buffer.concat(parts) });
  const { snapshot } = await save(from, source);
  const to = await targetFor(from, 'recut');
  await copy(from, to);
  await isWhole(to);
  const { summary } = await save(to, source, { parent: 'none' });
  assert.equal([summary.data_blobs, summary.tree_blobs], [0, 0]);
  const image = toByteString('image');
  const { content } = await findNode(reopened(from), snapshot!.tree, image);
  const { content: expected } = await findNode(reopened(to), (await listSnapshots(to))[0]!.tree, image);
  for (const stretchBytes of [8 * MIB, 9 * MIB, 64 * MIB]) {
    await using crew = await Crew.start(reopened(to), { from, size: 2 });
    assert.equal(await recutFile(crew, await reopened(from).index(), content!, stretchBytes), expected);
  }
  writeFileSync(path.join(source, 'image'), seededBytes(6, 1000), { flag: 'a' });
  assert.is((await save(to, source, { parent: 'none' })).summary.data_blobs, 1, 'only the last chunk is new');
});

copying('to itself is refused', async () => {
  const { from } = await kept();
  assert.is(await faultOf(copy(from, from)), 'input.invalid');
});

copying.run();
