/**
 * Moves blobs out of packs into new ones, of the same repository or of another one: the part that gives the orders.
 *
 * Owns: which member reads which pack, and where a blob is taken from when its place turns out to be damaged.
 * Invariant: `onPack` hears only of packs that are durable.
 */
import { Fault, isFault, type Report } from '../../base/index.ts';
import { loadBlob } from '../browse.ts';
import { Crew } from '../crew/crew.ts';
import type { PackContents, PackedBlob } from '../index/files.ts';
import { packOf } from '../index/load.ts';
import { reporting } from '../reporting.ts';
import type { Repository } from '../repository.ts';

export interface PackToMove extends PackContents {
  /** Copies the file as it is. Only for all that lies in a pack, from another repository with the same key. */
  readonly asFile?: boolean | undefined;
}

export interface RepackOptions {
  readonly signal: AbortSignal;
  /** Blobs that are stored as they are become compressed ones. */
  readonly compress: boolean;
  readonly onPack: (pack: PackContents) => void;
  readonly bytesTotal: number;
  readonly packsTotal?: number | undefined;
  readonly report?: Report | undefined;
  /** Where the packs lie, when that is another repository. */
  readonly from?: Repository | undefined;
  /** Hears of a blob that cannot be read anywhere; unless given, that ends the work. */
  readonly onLost?: ((blob: PackedBlob, fault: Fault) => void) | undefined;
  readonly workers?: number | undefined;
}

/**
 * Stores the blobs of each pack anew; all is durable when this resolves. What was stored until it throws stays.
 * Throws 'repository.damaged' when a blob cannot be read anywhere, and the store's Faults. The number of packs copied as files.
 */
export async function repack(repository: Repository, packs: AsyncIterable<PackToMove>, options: RepackOptions): Promise<number> {
  const { signal, report, bytesTotal, packsTotal, from } = options;
  await using crew = await Crew.start(repository, { onPack: options.onPack, from, size: options.workers });
  let [packsDone, asFiles] = [0, 0];
  const phase = from ? 'copying' : 'repacking';
  using _report = reporting(() =>
    report?.({ phase, filesDone: packsDone, filesTotal: packsTotal, bytesDone: crew.bytes, bytesTotal, errors: 0 }),
  );
  using _stop = crew.stopWith(signal);
  const failures: unknown[] = [];
  const under = new Set<Promise<void>>();
  for await (const pack of packs) {
    await crew.room();
    if (signal.aborted) failures.push(signal.reason);
    if (failures.length > 0) break;
    const moving = move(from ?? repository, crew, { pack, ...options })
      .then((isCopied) => {
        packsDone++;
        if (isCopied) asFiles++;
      })
      .catch((error) => void failures.push(error))
      .finally(() => under.delete(moving));
    under.add(moving);
  }
  await Promise.all(under);
  // Also after a failure: what members hold whole becomes durable, so that room can be made with it. But not without its lock.
  if (!isFault(signal.reason, 'repository.lock.lost')) await crew.runAll('finish packs', null).catch((error) => failures.push(error));
  if (failures.length > 0) throw failures[0];
  return asFiles;
}

interface Moving {
  readonly pack: PackToMove;
  readonly compress: boolean;
  readonly onLost?: RepackOptions['onLost'];
}

/** True when the pack was copied as a file. */
async function move(from: Repository, crew: Crew, { pack, compress, onLost }: Moving): Promise<boolean> {
  const { id, blobs, asFile } = pack;
  if (asFile && (await crew.run('copy pack', { id, blobs })).isCopied) return true;
  const { failed } = await crew.run('repack blobs', { pack: id, blobs, compress });
  for (const blob of failed) {
    if (await moveFromAnywhere(from, crew, { blob, compress })) continue;
    const failure = await unreadable(from, blob, id);
    if (!onLost || failure.code !== 'repository.damaged') throw failure;
    onLost(blob, failure);
  }
  return false;
}

/** A store that failed is no damaged repository: what keeps the blob from being read says which it is. */
async function unreadable(from: Repository, { id, type }: PackedBlob, pack: string): Promise<Fault> {
  const message = `The ${type} blob ${id}, which a snapshot needs, cannot be read from the pack data/${pack}, and lies nowhere else.`;
  try {
    await loadBlob(from, id, type);
  } catch (cause) {
    if (isFault(cause, 'store.unreachable')) return new Fault(cause.code, message, { cause, retryable: true });
  }
  return new Fault('repository.damaged', message);
}

/** From any pack that lists it, the first one included: a disk that stumbled once often reads the next time. */
async function moveFromAnywhere(
  from: Repository,
  crew: Crew,
  { blob, compress }: { blob: PackedBlob; compress: boolean },
): Promise<boolean> {
  const index = await from.index();
  for (const place of index.table.places(Buffer.from(blob.id, 'hex'), blob.type)) {
    const pack = packOf(index, place);
    const { offset, length, plainLength } = place;
    const there = { id: blob.id, type: blob.type, offset, length, ...(plainLength === 0 ? {} : { uncompressed_length: plainLength }) };
    const { failed } = await crew.run('repack blobs', { pack, blobs: [there], compress });
    if (failed.length === 0) return true;
  }
  return false;
}
