/**
 * Moves blobs out of packs into new ones: the part that gives the orders.
 *
 * Owns: which member reads which pack, and where a blob is taken from when its place turns out to be damaged.
 * Invariant: `onPack` hears only of packs that are durable.
 */
import { Fault, type Report } from '../../base/index.ts';
import { Crew } from '../crew/crew.ts';
import type { PackContents, PackedBlob } from '../index/files.ts';
import { packOf } from '../index/load.ts';
import type { Repository } from '../repository.ts';

export interface RepackOptions {
  readonly signal: AbortSignal;
  /** Blobs that are stored as they are become compressed ones. */
  readonly compress: boolean;
  readonly onPack: (pack: PackContents) => void;
  readonly bytesTotal: number;
  readonly packsTotal: number;
  readonly report?: Report | undefined;
}

const REPORT_MS = 200;

/**
 * Stores the blobs of each pack anew; all is durable when this resolves. What was stored until it throws stays.
 * Throws 'repository.damaged' when a blob cannot be read anywhere, and the store's Faults.
 */
export async function repack(repository: Repository, packs: AsyncIterable<PackContents>, options: RepackOptions): Promise<void> {
  const { signal, report, bytesTotal, packsTotal } = options;
  await using crew = await Crew.start(repository, { onPack: options.onPack });
  let packsDone = 0;
  const tell = () =>
    report?.({ phase: 'repacking', filesDone: packsDone, filesTotal: packsTotal, bytesDone: crew.bytes, bytesTotal, errors: 0 });
  const timer = setInterval(tell, REPORT_MS);
  const stop = () => crew.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const failures: unknown[] = [];
    const under = new Set<Promise<void>>();
    for await (const pack of packs) {
      await crew.room();
      signal.throwIfAborted();
      if (failures.length > 0) break;
      const moving = move(repository, crew, { pack, compress: options.compress })
        .then(() => void packsDone++)
        .catch((error) => void failures.push(error))
        .finally(() => under.delete(moving));
      under.add(moving);
    }
    await Promise.all(under);
    // Also after a failure: what members hold whole becomes durable, so that room can be made with it.
    await crew.runAll('finish packs', null).catch((error) => failures.push(error));
    if (failures.length > 0) throw failures[0];
    tell();
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', stop);
  }
}

async function move(repository: Repository, crew: Crew, { pack, compress }: { pack: PackContents; compress: boolean }): Promise<void> {
  const { failed } = await crew.run('repack blobs', { pack: pack.id, blobs: pack.blobs, compress });
  for (const blob of failed) {
    const isSaved = await moveFromElsewhere(repository, crew, { blob, not: pack.id, compress });
    if (isSaved) continue;
    throw new Fault(
      'repository.damaged',
      `The ${blob.type} blob ${blob.id}, which a snapshot needs, cannot be read from the pack data/${pack.id}, and lies nowhere else.`,
    );
  }
}

async function moveFromElsewhere(
  repository: Repository,
  crew: Crew,
  { blob, not, compress }: { blob: PackedBlob; not: string; compress: boolean },
): Promise<boolean> {
  const index = await repository.index();
  for (const place of index.table.places(Buffer.from(blob.id, 'hex'), blob.type)) {
    const pack = packOf(index, place);
    if (pack === not) continue;
    const { offset, length, plainLength } = place;
    const there = { id: blob.id, type: blob.type, offset, length, ...(plainLength === 0 ? {} : { uncompressed_length: plainLength }) };
    const { failed } = await crew.run('repack blobs', { pack, blobs: [there], compress });
    if (failed.length === 0) return true;
  }
  return false;
}
