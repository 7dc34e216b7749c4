/**
 * Makes a repository whose index lists blobs by the hundred thousand, in a moment: the packs that it names are sparse files.
 *
 * Owns: index files as a backup leaves them, and packs of the exact size that the index implies, with nothing in them. Whoever reads no
 * old data cannot tell it from a full one.
 */
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { SEAL_OVERHEAD } from '../../src/repository/crypto/seal.ts';
import { BLOBS_PER_INDEX, type PackContents, type PackedBlob, saveIndex } from '../../src/repository/index/files.ts';
import type { Repository } from '../../src/repository/index.ts';
import { headerLength } from '../../src/repository/packs/header.ts';
import { PACK_TARGET_BYTES } from '../../src/repository/packs/writer.ts';
import { incompressible, numbers } from './seeded.ts';

const MIB = 2 ** 20;
const HEADER_LENGTH_BYTES = 4;

/** Adds that many data blobs of 1.5 MiB on average. Returns the bytes of the packs. */
export async function addLargeIndex(repository: Repository, blobs: number): Promise<number> {
  const random = numbers('large index');
  let bytes = 0;
  let packs: PackContents[] = [];
  let unlisted = 0;
  for (let number = 0; number < blobs; number += packs.at(-1)!.blobs.length) {
    if (unlisted >= BLOBS_PER_INDEX) {
      await saveIndex(repository, packs);
      [packs, unlisted] = [[], 0];
    }
    const pack = packFrom(number, random);
    packs.push(pack);
    unlisted += pack.blobs.length;
    bytes += makeSparse(repository, pack);
  }
  await saveIndex(repository, packs);
  return bytes;
}

/** Fills a pack with blobs that are named by their numbers. */
function packFrom(first: number, random: () => number): PackContents {
  const blobs: PackedBlob[] = [];
  let offset = 0;
  for (let number = first; offset < PACK_TARGET_BYTES; number++) {
    const plain = Math.floor((0.5 + 2 * random()) * MIB);
    const length = Math.floor(plain * (0.9 + 0.09 * random())) + SEAL_OVERHEAD;
    blobs.push({ id: idOf(`blob ${number}`), type: 'data', offset, length, uncompressed_length: plain });
    offset += length;
  }
  return { id: idOf(`pack ${first}`), blobs };
}

function idOf(label: string): string {
  return incompressible(label, 32).toString('hex');
}

function makeSparse({ store }: Repository, { id, blobs }: PackContents): number {
  const last = blobs.at(-1)!;
  const bytes = last.offset + last.length + headerLength(blobs) + SEAL_OVERHEAD + HEADER_LENGTH_BYTES;
  const file = openSync(store.pathOf!('data', id), 'wx', 0o400);
  ftruncateSync(file, bytes);
  closeSync(file);
  return bytes;
}
