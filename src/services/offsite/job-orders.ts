/** What the job of this room is told, and what it gives back; what its thread is given beside that is kept nowhere. */
import type { HandedRepository } from '../../repository/index.ts';

export interface CopyJobOrder {
  /** A folder that is there, by its whole path. */
  readonly target: string;
}

export interface CopyJobResult {
  /** The id of the repository that was copied into. */
  readonly targetId: string;
  readonly snapshotsCopied: number;
  readonly snapshotsThere: number;
  readonly blobs: number;
  readonly bytes: number;
  /** Ids of the keys that open both. */
  readonly sharedKeys: readonly string[];
  /** Some snapshots could not be copied, as they are damaged here. */
  readonly partial: boolean;
}

export interface CopyThreadOrder extends CopyJobOrder {
  readonly repository: HandedRepository;
  /** Undefined before the first copy into this place. */
  readonly before: CopyBefore | undefined;
}

/** What the last copy into a place left there. */
export interface CopyBefore {
  /** The repository's id: a place without one is a drive that is away, and no other is made there. */
  readonly targetId: string;
  /** Keys that it shared: those that the box removed since are removed there too. */
  readonly sharedKeys: readonly string[];
}
