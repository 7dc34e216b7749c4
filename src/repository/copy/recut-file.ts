/**
 * Cuts one file anew: the part that gives the orders, stretch by stretch.
 *
 * A stretch begins where a chunk begins, and a chunk's end depends on nothing before it; what is behind the last cut of a stretch is
 * opened again with the next one. So any member may take any stretch, and memory does not grow with the file.
 */
import { Fault } from '../../base/index.ts';
import type { Crew } from '../crew/crew.ts';
import type { BlobToRecut } from '../crew/tasks.ts';
import { type LoadedIndex, notIndexed, packOf } from '../index/load.ts';
import { splitIds } from '../packs/blob.ts';

/** Far more than the largest chunk, so that every stretch but the last holds a cut, and little is opened twice. */
const STRETCH_BYTES = 128 << 20;

/** Ids of the file's new chunks. Throws 'repository.blob.missing' and 'repository.damaged' when it cannot be read whole. */
export async function recutFile(
  crew: Crew,
  from: LoadedIndex,
  content: readonly string[],
  stretchBytes = STRETCH_BYTES,
): Promise<string[]> {
  const ids: string[] = [];
  let [next, skip] = [0, 0];
  while (next < content.length) {
    const stretch = stretchAt(from, content, next, stretchBytes + skip);
    const isLast = next + stretch.blobs.length === content.length;
    const cut = await crew.run('recut stretch', { blobs: stretch.blobs, skip, isLast });
    if (cut.kind === 'unreadable') {
      const message = `The data blob ${content[next + cut.blob]} cannot be read from any pack that holds it.`;
      throw new Fault('repository.damaged', message);
    }
    for (const id of splitIds(cut.content)) ids.push(id);
    if (isLast) break;
    skip += cut.bytes;
    for (const length of stretch.lengths) {
      if (skip < length) break;
      skip -= length;
      next++;
    }
  }
  return ids;
}

function stretchAt(
  index: LoadedIndex,
  content: readonly string[],
  first: number,
  mostBytes: number,
): { blobs: BlobToRecut[]; lengths: number[] } {
  const blobs: BlobToRecut[] = [];
  const lengths: number[] = [];
  for (let [number, bytes] = [first, 0]; number < content.length && bytes < mostBytes; number++) {
    const id = Buffer.from(content[number]!, 'hex');
    const length = index.table.plainLength(id, 'data');
    if (length === undefined) throw notIndexed('data', content[number]!);
    blobs.push({ id, places: index.table.places(id, 'data').map((place) => ({ ...place, pack: packOf(index, place) })) });
    lengths.push(length);
    bytes += length;
  }
  return { blobs, lengths };
}
