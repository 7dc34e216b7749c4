/**
 * A crew member's part of a large file: cuts one stretch of it, or stores chunks that another member cut.
 *
 * Where a file is cut is known only from its beginning on, but that is quick; what costs time is shared. A stretch is read twice, the
 * second time from memory.
 */
import { readSync } from 'node:fs';
import type { Member } from '../crew/member.ts';
import type { CutStretch, StoreChunks, StretchChunks, StretchCut } from '../crew/tasks.ts';
import { chunksOf, stateOf, withFile } from './file-chunks.ts';
import { storeChunk } from './read-files.ts';

/** Lengths of the chunks that end within the stretch, and what the file was like. */
export async function cutStretch(member: Member, { path, from, mostBytes }: CutStretch): Promise<StretchCut> {
  const cut = await withFile(path, async (fd) => {
    const state = stateOf(fd);
    if (!state) return undefined;
    const to = Math.min(state.sizeBytes, from + mostBytes);
    const lengths: number[] = [];
    for (const chunk of chunksOf(member.chunker, fd, { from, to, isLast: to === state.sizeBytes })) {
      member.throwIfStopped();
      lengths.push(chunk.length);
    }
    return { state, lengths };
  });
  return cut && 'lengths' in cut ? cut : undefined;
}

/** Ids of the chunks, in hex, joined, and what the file was like after they were read. */
export async function storeChunks(member: Member, { path, from, lengths }: StoreChunks): Promise<StretchChunks> {
  const stored = await withFile(path, async (fd) => {
    let content = '';
    let position = from;
    for (const length of lengths) {
      member.throwIfStopped();
      const chunk = member.chunker.window.subarray(0, length);
      if (!fill(fd, chunk, position)) return undefined;
      content += await storeChunk(member, chunk);
      position += length;
    }
    const state = stateOf(fd);
    return state && { state, content };
  });
  return stored && 'content' in stored && 'state' in stored ? stored : undefined;
}

/** Fills `chunk` from the file; false when it ends before. */
function fill(fd: number, chunk: Uint8Array, position: number): boolean {
  for (let filled = 0; filled < chunk.length; ) {
    const bytesRead = readSync(fd, chunk, filled, chunk.length - filled, position + filled);
    if (bytesRead === 0) return false;
    filled += bytesRead;
  }
  return true;
}
