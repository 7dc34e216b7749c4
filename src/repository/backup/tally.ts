/** Counts what a backup does, for its progress and for the snapshot's summary. */
import type { Progress } from '../../base/index.ts';
import { SEAL_OVERHEAD } from '../crypto/seal.ts';
import type { PackContents } from '../index/files.ts';
import type { SnapshotSummary } from '../snapshots.ts';

export type Change = 'new' | 'changed' | 'unmodified';

export class Tally {
  readonly files = { new: 0, changed: 0, unmodified: 0 };
  readonly dirs = { new: 0, changed: 0, unmodified: 0 };
  bytes = 0;
  /** Bytes of files that did not have to be read. */
  bytesUnread = 0;
  problems = 0;
  current: string | undefined;
  /** Known once the source has been measured. */
  total: { readonly files: number; readonly bytes: number } | undefined;
  readonly #added = { data: 0, tree: 0, bytes: 0, packedBytes: 0 };

  countFile(change: Change, bytes: number): void {
    this.files[change]++;
    this.bytes += bytes;
    if (change === 'unmodified') this.bytesUnread += bytes;
  }

  countPack({ blobs }: PackContents): void {
    for (const { type, length, uncompressed_length } of blobs) {
      this.#added[type]++;
      this.#added.bytes += uncompressed_length ?? length - SEAL_OVERHEAD;
      this.#added.packedBytes += length;
    }
  }

  /** `bytesRead` counts also what is being read at this moment. */
  progress(bytesRead: number): Progress {
    const { new: added, changed, unmodified } = this.files;
    const bytes = Math.max(this.bytes, bytesRead + this.bytesUnread);
    return {
      phase: 'backing up',
      filesDone: added + changed + unmodified,
      filesTotal: this.total?.files,
      bytesDone: this.total ? Math.min(bytes, this.total.bytes) : bytes,
      bytesTotal: this.total?.bytes,
      current: this.current,
      errors: this.problems,
    };
  }

  summary(start: string, end: string): SnapshotSummary {
    return {
      backup_start: start,
      backup_end: end,
      files_new: this.files.new,
      files_changed: this.files.changed,
      files_unmodified: this.files.unmodified,
      dirs_new: this.dirs.new,
      dirs_changed: this.dirs.changed,
      dirs_unmodified: this.dirs.unmodified,
      data_blobs: this.#added.data,
      tree_blobs: this.#added.tree,
      data_added: this.#added.bytes,
      data_added_packed: this.#added.packedBytes,
      total_files_processed: this.files.new + this.files.changed + this.files.unmodified,
      total_bytes_processed: this.bytes,
    };
  }
}
