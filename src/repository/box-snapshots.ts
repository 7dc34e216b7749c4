/** Snapshots that hold the memory of a box instead of people's files: whoever lists versions passes them over. */
import type { Snapshot } from './snapshots.ts';

export const BOX_TAG = 'holdfast-box';

export function isBoxSnapshot({ tags = [] }: Pick<Snapshot, 'tags'>): boolean {
  return tags.includes(BOX_TAG);
}
