/** Looking for something in all snapshots at once. */
import * as z from 'zod';
import { EntryView } from './snapshots.ts';
import { Bytes, Count, EncodedPath, SnapshotId, Time } from './words.ts';

export const IndexState = z
  .object({ isComplete: z.boolean(), snapshotsDone: Count, snapshotsTotal: Count })
  .meta({ id: 'IndexState', description: 'how far the index of names is; what is not in it yet is not found' });
export type IndexState = z.infer<typeof IndexState>;

export const Hit = z
  .object({
    name: z.string(),
    path: EncodedPath,
    type: EntryView.shape.type,
    versions: Count.meta({ description: 'distinct versions of it' }),
    newest: z.object({ snapshot: SnapshotId, time: Time, sizeBytes: Bytes, modified: Time }),
    isDeleted: z.boolean().meta({ description: 'not in the newest snapshot any more' }),
    hostname: z.string(),
  })
  .meta({ id: 'Hit' });
export type Hit = z.infer<typeof Hit>;

export const SearchPage = z
  .object({ hits: z.array(Hit).readonly(), next: z.string().nullable(), index: IndexState })
  .meta({ id: 'SearchPage' });
export type SearchPage = z.infer<typeof SearchPage>;

export const VersionOf = z
  .object({
    snapshot: SnapshotId.meta({ description: 'the newest snapshot that holds this version' }),
    firstTime: Time.meta({ description: 'of the first snapshot that holds it' }),
    lastTime: Time,
    snapshots: Count,
    sizeBytes: Bytes,
    modified: Time,
    type: EntryView.shape.type,
  })
  .meta({ id: 'Version' });
export type VersionOf = z.infer<typeof VersionOf>;

export const VersionList = z.object({ versions: z.array(VersionOf).readonly(), index: IndexState }).meta({ id: 'VersionList' });
export type VersionList = z.infer<typeof VersionList>;

export const ComparePage = z
  .object({
    path: EncodedPath,
    entries: z
      .array(
        z.object({
          name: z.string(),
          path: EncodedPath,
          change: z
            .enum(['added', 'removed', 'changed', 'same', 'inside'])
            .meta({ description: "'inside': a folder with changes below it" }),
          before: EntryView.nullable(),
          after: EntryView.nullable(),
        }),
      )
      .readonly(),
    offset: Count,
    total: Count,
  })
  .meta({ id: 'ComparePage' });
export type ComparePage = z.infer<typeof ComparePage>;
