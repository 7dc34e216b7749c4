/** Waits until the index of names holds all of a box's snapshots, as whoever searches learns of it: by asking. */
import type { SearchPage } from '../../src/api/contract/index.ts';
import type { TemporaryBox } from './temporary-box.ts';

export async function indexed(box: TemporaryBox, snapshots: number): Promise<void> {
  for (;;) {
    const { index } = await box.json<SearchPage>('/api/search?text=x&limit=1');
    if (index.failure) throw new Error(`the index failed: ${index.failure.detail}`);
    if (index.isComplete && index.snapshotsDone === snapshots) return;
  }
}
