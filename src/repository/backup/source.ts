/**
 * What a backup asks of whatever it saves. The rooms of sources fulfil it; a folder of this machine is one.
 * Paths are those of the tree that the snapshot will hold: no leading '/', '' for its root.
 */
import type { ByteString, Entry, Fault } from '../../base/index.ts';

/** An entry that cannot be looked at is news, not an exception: it is reported and counted. */
export type Listed =
  | {
      readonly kind: 'entry';
      readonly entry: Entry;
      /** Says what of the metadata could not be read and is missing from the entry. */
      readonly incomplete?: Fault | undefined;
    }
  | { readonly kind: 'unreadable'; readonly name: ByteString; readonly reason: Fault };

export interface BackupSource {
  /** What the snapshot says it holds: absolute paths. */
  readonly paths: readonly string[];
  readonly excludes: readonly string[];
  /** Entries of a folder, bytewise by name. Throws a Fault 'backup.source.…' when the folder cannot be listed. */
  list(folder: ByteString, signal: AbortSignal): AsyncIterable<Listed>;
  /** Where a file lies on this machine. */
  localPath(path: ByteString): Buffer;
  /** Counts ahead of the backup, for estimates: running totals, the last one complete. */
  measure(signal: AbortSignal): AsyncIterable<{ readonly files: number; readonly bytes: number }>;
}
