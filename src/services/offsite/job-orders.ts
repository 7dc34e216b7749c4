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
  /** Some snapshots could not be copied, as they are damaged here. */
  readonly partial: boolean;
}

export interface CopyThreadOrder extends CopyJobOrder {
  readonly repository: HandedRepository;
}
