/** Folders of the box, to choose from; and those under protection. */
import * as z from 'zod';
import { Count, EncodedPath, SnapshotId, Time } from './words.ts';

export const FolderOption = z.object({ name: z.string(), path: z.string(), readable: z.boolean() }).meta({ id: 'FolderOption' });
export type FolderOption = z.infer<typeof FolderOption>;

export const FolderChoice = z
  .object({
    path: z.string(),
    parent: z.string().nullable().meta({ description: 'null at the root' }),
    folders: z.array(FolderOption).readonly(),
    foldersLeftOut: Count.meta({ description: 'folders left out because there are too many to show' }),
    hiddenFolders: Count,
    otherEntries: Count.meta({ description: 'entries directly in here that are not folders' }),
    places: z.array(z.string()).readonly().meta({ description: 'where choosing usually begins' }),
  })
  .meta({ id: 'FolderChoice' });
export type FolderChoice = z.infer<typeof FolderChoice>;

export const ProtectedFolder = z
  .object({
    path: z.string(),
    snapshotCount: Count.meta({ description: '0: chosen, and never backed up completely; then the last snapshot and its time are null' }),
    lastSnapshotId: SnapshotId.nullable(),
    start: EncodedPath.meta({ description: 'path of the folder inside that snapshot, percent-encoded' }),
    lastTime: Time.nullable().meta({ description: 'when the last backup ended' }),
    leftOut: z
      .array(z.string())
      .readonly()
      .meta({ description: "paths below it that are no part of its backups: the box's own backups, and what the system makes anew" }),
  })
  .meta({ id: 'ProtectedFolder' });
export type ProtectedFolder = z.infer<typeof ProtectedFolder>;
