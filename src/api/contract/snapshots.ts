/** Snapshots and what is in them. */
import * as z from 'zod';
import { Bytes, Count, EncodedPath, SnapshotId, Time } from './words.ts';

export const SnapshotView = z
  .object({
    id: SnapshotId,
    shortId: z.string(),
    time: Time,
    hostname: z.string(),
    paths: z.array(z.string()).readonly(),
    start: EncodedPath.meta({ description: 'path inside the snapshot where browsing it best begins' }),
    files: Count.nullable().meta({ description: 'null for snapshots whose writer kept no summary' }),
    bytes: Bytes.nullable(),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotView = z.infer<typeof SnapshotView>;

export const PreviewKind = z.enum(['text', 'picture']);
export type PreviewKind = z.infer<typeof PreviewKind>;

export const EntryView = z
  .object({
    name: z.string().meta({ description: 'for people to read' }),
    path: EncodedPath,
    /** 'other': what a later version or another program wrote. */
    type: z.enum(['file', 'dir', 'symlink', 'dev', 'chardev', 'fifo', 'socket', 'other']),
    sizeBytes: Bytes,
    modified: Time,
    preview: PreviewKind.nullable(),
    linkTarget: z.string().nullable(),
  })
  .meta({ id: 'Entry' });
export type EntryView = z.infer<typeof EntryView>;

export const FolderPage = z
  .object({
    snapshot: SnapshotView,
    path: EncodedPath,
    trail: z
      .array(z.object({ name: z.string(), path: EncodedPath }))
      .readonly()
      .meta({ description: 'from the root of the snapshot down to this folder, which is the last one' }),
    entries: z.array(EntryView).readonly().meta({ description: 'folders first, each kind in the order people expect of names' }),
    offset: Count,
    total: Count,
  })
  .meta({ id: 'FolderPage' });
export type FolderPage = z.infer<typeof FolderPage>;
