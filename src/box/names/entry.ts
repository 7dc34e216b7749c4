/** What the index is told of the entries of snapshots, and what it tells of them. Values only. */
import type { ByteString } from '../../base/index.ts';

export type NamedKind = 'file' | 'dir' | 'symlink' | 'other';
export const KINDS: readonly NamedKind[] = ['file', 'dir', 'symlink', 'other'];

/** An entry of a folder. */
export interface NamedEntry {
  readonly name: ByteString;
  readonly kind: NamedKind;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** A whole number below 2^47 that stands for this version: entries of one name are the same when it is the same. */
  readonly mark: number;
  /** Names what a folder holds: the same tree, the same entries. */
  readonly tree?: string | undefined;
}

/** A snapshot as the index knows it. Those of one host and the same paths are a line. */
export interface NamedSnapshot {
  readonly id: string;
  readonly host: string;
  readonly paths: readonly string[];
  readonly timeMs: number;
}

/** A version of an entry: what it was, and which snapshots of its line hold it. */
export interface NameVersion {
  readonly kind: NamedKind;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  /** By the time of the snapshots; the same one when only one holds it. */
  readonly oldest: SnapshotAt;
  readonly newest: SnapshotAt;
  readonly snapshotCount: number;
}

export interface SnapshotAt {
  readonly id: string;
  readonly timeMs: number;
}
