/**
 * What each pack holds, of what is needed: read off the index files and the list of packs, one index file at a time.
 *
 * Invariant: every needed blob has exactly one pack that counts it as used; of a blob that lies twice, the other one is unused.
 * Memory: some hundred bytes a pack.
 */
import { Fault } from '../../base/index.ts';
import { SEAL_OVERHEAD } from '../crypto/seal.ts';
import { loadIndex, type PackContents } from '../index/files.ts';
import type { BlobType } from '../index/table.ts';
import { headerLength } from '../packs/header.ts';
import { BlobSet, type Reachable } from '../reachable.ts';
import type { Repository } from '../repository.ts';
import { listThere } from '../stores/store.ts';

export interface PackSurvey {
  readonly id: string;
  readonly sizeBytes: number;
  /** Undefined when it holds both, as old programs wrote it. */
  readonly type: BlobType | undefined;
  readonly usedBlobs: number;
  readonly unusedBlobs: number;
  readonly usedBytes: number;
  readonly unusedBytes: number;
  /** Whether something in it is stored as it is. */
  readonly hasRaw: boolean;
}

export interface Survey {
  /** Packs that are listed and there. */
  readonly packs: readonly PackSurvey[];
  readonly indexFiles: readonly string[];
  /** Packs that are there and not listed. */
  readonly unlisted: readonly { readonly id: string; readonly sizeBytes: number }[];
  /** Packs that are listed and not there; nothing in them is needed. */
  readonly gone: ReadonlySet<string>;
}

const HEADER_LENGTH_BYTES = 4;

/** Throws 'repository.damaged' when a needed blob lies in no pack that is there, or a pack has not the size it should have. */
export async function survey(repository: Repository, needed: Reachable, signal: AbortSignal): Promise<Survey> {
  const sizes = new Map<string, number>();
  for await (const { name, sizeBytes } of listThere(repository.store, 'data')) sizes.set(name, sizeBytes);
  const { table } = await repository.index();
  const counted = new BlobSet(table);
  const packs: PackSurvey[] = [];
  const gone = new Set<string>();
  const seen = new Set<string>();
  const indexFiles: string[] = [];
  let found = 0;
  for await (const { name } of listThere(repository.store, 'index')) {
    signal.throwIfAborted();
    indexFiles.push(name);
    for (const pack of await loadIndex(repository, name)) {
      if (seen.has(pack.id)) continue;
      seen.add(pack.id);
      const sizeBytes = sizes.get(pack.id);
      sizes.delete(pack.id);
      if (sizeBytes === undefined) {
        gone.add(pack.id);
        continue;
      }
      refuseOtherSize(pack, sizeBytes);
      const surveyed = surveyPack(pack, sizeBytes, { needed: needed.blobs, counted });
      found += surveyed.usedBlobs;
      packs.push(surveyed);
    }
  }
  if (found < needed.count) throw missing(needed.count - found);
  return { packs, indexFiles, gone, unlisted: [...sizes].map(([id, sizeBytes]) => ({ id, sizeBytes })) };
}

function surveyPack(pack: PackContents, sizeBytes: number, sets: { needed: BlobSet; counted: BlobSet }): PackSurvey {
  let [usedBlobs, unusedBlobs, usedBytes, unusedBytes] = [0, 0, 0, 0];
  for (const blob of pack.blobs) {
    const id = Buffer.from(blob.id, 'hex');
    if (sets.needed.has(id, blob.type) && sets.counted.add(id, blob.type)) {
      usedBlobs++;
      usedBytes += blob.length;
    } else {
      unusedBlobs++;
      unusedBytes += blob.length;
    }
  }
  const types = new Set(pack.blobs.map(({ type }) => type));
  const type = types.size === 1 ? [...types][0] : undefined;
  const hasRaw = pack.blobs.some(({ uncompressed_length }) => uncompressed_length === undefined);
  return { id: pack.id, sizeBytes, type, usedBlobs, unusedBlobs, usedBytes, unusedBytes, hasRaw };
}

function refuseOtherSize({ id, blobs }: PackContents, sizeBytes: number): void {
  const end = blobs.reduce((furthest, { offset, length }) => Math.max(furthest, offset + length), 0);
  const expected = end + headerLength(blobs) + SEAL_OVERHEAD + HEADER_LENGTH_BYTES;
  if (sizeBytes === expected) return;
  throw new Fault(
    'repository.damaged',
    `The pack data/${id} has ${sizeBytes} bytes and should have ${expected}. Nothing was removed: it must be repaired first.`,
  );
}

function missing(count: number): Fault {
  const what = count === 1 ? 'A blob that a snapshot needs lies' : `${count} blobs that snapshots need lie`;
  return new Fault('repository.damaged', `${what} in packs that are missing. Nothing was removed: it must be repaired first.`);
}
