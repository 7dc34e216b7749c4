/** Looking for something in all snapshots at once, the versions of one entry, and two snapshots beside each other. */
import * as z from 'zod';
import { Problem } from './problem.ts';
import { EntryView, SnapshotView } from './snapshots.ts';
import { Bytes, Count, EncodedPath, SnapshotId, Time } from './words.ts';

export const IndexState = z
  .object({
    isComplete: z.boolean(),
    snapshotsDone: Count,
    snapshotsTotal: Count,
    gaps: Count.meta({ description: 'folders of snapshots that could not be read: names below them are missing' }),
    failure: Problem.pick({ code: true, detail: true }).nullable().meta({ description: 'why it is not being completed' }),
  })
  .meta({ id: 'IndexState', description: 'how far the index of names is; what is not in it yet is not found' });
export type IndexState = z.infer<typeof IndexState>;

const SnapshotAt = z.object({ snapshot: SnapshotId, time: Time }).meta({ id: 'SnapshotAt' });

export const VersionOf = z
  .object({
    type: EntryView.shape.type,
    sizeBytes: Bytes,
    modified: Time,
    oldest: SnapshotAt.meta({ description: 'the first snapshot that holds this version' }),
    newest: SnapshotAt.meta({ description: 'the last snapshot that holds this version' }),
    snapshots: Count.meta({ description: 'how many hold it' }),
  })
  .meta({ id: 'Version' });
export type VersionOf = z.infer<typeof VersionOf>;

export const Hit = z
  .object({
    name: z.string(),
    path: EncodedPath,
    folder: z.string().meta({ description: 'where it lies, for people to read; empty for the root' }),
    hostname: z.string(),
    paths: z.array(z.string()).readonly().meta({ description: 'what the snapshots of its line were made of' }),
    versions: Count.meta({ description: 'distinct versions of it' }),
    newest: VersionOf,
    goneSince: SnapshotAt.nullable().meta({ description: 'the first snapshot without it; null while the newest one of its line holds it' }),
  })
  .meta({ id: 'Hit', description: 'one path of one line of snapshots, with all its versions' });
export type Hit = z.infer<typeof Hit>;

export const SearchPage = z
  .object({
    hits: z.array(Hit).readonly(),
    total: Count,
    isMore: z.boolean().meta({ description: 'there are more than `total`: it is time to ask for less' }),
    next: z.string().nullable().meta({ description: 'for `after` of the next page; null on the last one' }),
    index: IndexState,
  })
  .meta({ id: 'SearchPage' });
export type SearchPage = z.infer<typeof SearchPage>;

export const VersionList = z
  .object({
    versions: z.array(VersionOf).readonly().nullable().meta({ description: 'newest first; null while the snapshot is not in the index' }),
    index: IndexState,
  })
  .meta({ id: 'VersionList' });
export type VersionList = z.infer<typeof VersionList>;

const ComparedVersion = EntryView.pick({ type: true, sizeBytes: true, modified: true, preview: true });

export const Difference = z
  .object({
    name: z.string(),
    path: EncodedPath,
    change: z
      .enum(['added', 'removed', 'changed', 'metadata', 'below'])
      .meta({ description: "'below': a folder in which something differs; 'metadata': only times, owner, mode and the like" }),
    before: ComparedVersion.nullable(),
    after: ComparedVersion.nullable(),
  })
  .meta({ id: 'Difference' });
export type Difference = z.infer<typeof Difference>;

export const ComparePage = z
  .object({
    before: SnapshotView,
    after: SnapshotView,
    path: EncodedPath,
    trail: z.array(z.object({ name: z.string(), path: EncodedPath })).readonly(),
    differences: z
      .array(Difference)
      .readonly()
      .meta({ description: 'what is not the same directly in this folder, in the bytewise order of names' }),
    next: EncodedPath.nullable().meta({ description: 'for `past` of the next page; null on the last one' }),
  })
  .meta({ id: 'ComparePage' });
export type ComparePage = z.infer<typeof ComparePage>;

const EntryCounts = z.object({ files: Count, dirs: Count, others: Count, bytes: Bytes });

export const CompareCounts = z
  .object({
    added: EntryCounts,
    removed: EntryCounts,
    changed: EntryCounts.meta({ description: 'another content or type; bytes are those of the later side' }),
    metadata: Count,
  })
  .meta({ id: 'CompareCounts', description: 'all that differs in a folder and below it' });
export type CompareCounts = z.infer<typeof CompareCounts>;
