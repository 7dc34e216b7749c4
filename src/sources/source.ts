/**
 * `Source`: something that can be pulled into a snapshot, folder by folder.
 *
 * Every source passes the contract suite test/sources/contract.ts. A source is never written.
 */
import type { ByteString, Entry, Fault } from '../base/index.ts';

/** An entry that cannot be read is news, not an exception: callers must look at `kind`. */
export type Listed =
  | {
      readonly kind: 'entry';
      readonly entry: Entry;
      /** Says what of the metadata could not be read and is missing from the entry. */
      readonly incomplete?: Fault | undefined;
    }
  /** At the top the name may be a path: a target that is not there. */
  | { readonly kind: 'unreadable'; readonly name: ByteString; readonly reason: Fault };

export interface Totals {
  /** Regular files only. */
  readonly files: number;
  readonly bytes: number;
}

/** Paths inside the tree have no leading slash: 'home/anna/x'; '' is the root. */
export interface Source {
  /** Absolute paths as the snapshot records them, for people to read. */
  readonly paths: readonly string[];
  /** Exclude patterns as they were given. */
  readonly excludes: readonly string[];
  /**
   * Entries of one folder of the tree that the snapshot will hold, sorted bytewise by name, without what is excluded.
   * Memory: the folder's names. Throws Fault 'backup.source.unreadable' when the folder cannot be listed,
   * 'backup.source.missing' when it is gone, and the abort reason.
   */
  list(folder: ByteString, signal: AbortSignal): AsyncIterable<Listed>;
  /** Where a file of the tree lies on this machine, as raw bytes for fs calls. */
  localPath(path: ByteString): Buffer;
  /** Walks everything by the same rules and yields running totals now and then, the last one complete. Skips what cannot be read. */
  measure(signal: AbortSignal): AsyncIterable<Totals>;
}
