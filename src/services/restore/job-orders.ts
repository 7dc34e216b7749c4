/** What the job of this room is told, and what it gives back; what its thread is given beside that is kept nowhere. */
import type { ByteString } from '../../base/index.ts';
import type { HandedRepository, Overwrite, RestoreResult } from '../../repository/index.ts';

export interface RestoreJobOrder {
  /** The id, whole or its beginning. */
  readonly snapshot: string;
  /** Paths in the snapshot; the empty one is everything. They come under the folder that all of them lie in. */
  readonly paths: readonly ByteString[];
  /** A folder by its whole path; made when it is not there. */
  readonly target: string;
  /** What happens to entries that are there already; 'never' unless given. */
  readonly overwrite?: Overwrite | undefined;
}

export interface RestoreJobResult extends RestoreResult {
  readonly snapshotId: string;
  /** Some of it was not restored, or not as the snapshot has it. */
  readonly partial: boolean;
}

export interface RestoreThreadOrder extends RestoreJobOrder {
  readonly repository: HandedRepository;
}
