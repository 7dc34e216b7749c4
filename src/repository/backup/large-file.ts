/**
 * Reads one large file with the whole crew: one member cuts ahead, all store what it cut.
 *
 * Memory: ids of the file's chunks, and a bounded number of orders.
 */
import type { Crew } from '../crew/crew.ts';
import type { FileReading, FileState, FileToRead, StretchChunks } from '../crew/tasks.ts';
import { isSameState } from './file-chunks.ts';

/** A stretch is long enough that the piece of a chunk at its end, which is cut again, hardly counts. */
const STRETCH_BYTES = 64 << 20;
const STORE_BYTES = 8 << 20;

/** Undefined when the file changed or could not be read all along: one member reads it alone then, and says what is the matter. */
export async function readLargeFile(crew: Crew, { path, ...listed }: FileToRead): Promise<FileReading | undefined> {
  const parts: Promise<StretchChunks>[] = [];
  let state: FileState | undefined;
  let from = 0;
  while (!state || from < state.sizeBytes) {
    await crew.room();
    const cut = await crew.run('cut stretch', { path, from, mostBytes: STRETCH_BYTES });
    state ??= cut?.state;
    if (!cut || !isSameState(cut.state, state!) || cut.lengths.length === 0) return undefined;
    for (const lengths of groups(cut.lengths)) {
      await crew.room();
      parts.push(crew.run('store chunks', { path, from, lengths }));
      from += lengths.reduce((sum, length) => sum + length, 0);
    }
  }
  const stored = await Promise.all(parts);
  if (!stored.every((part) => part && isSameState(part.state, state))) return undefined;
  const content = stored.map((part) => part!.content).join('');
  return { kind: 'read', content, sizeBytes: from, isTorn: false, fresh: isSameState(listed, state) ? undefined : state };
}

/** Neighbouring chunks that together make an order worth sending. */
function* groups(lengths: readonly number[]): Generator<number[]> {
  let group: number[] = [];
  let bytes = 0;
  for (const length of lengths) {
    group.push(length);
    bytes += length;
    if (bytes < STORE_BYTES) continue;
    yield group;
    [group, bytes] = [[], 0];
  }
  if (group.length > 0) yield group;
}
