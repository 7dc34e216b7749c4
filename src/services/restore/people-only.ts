/** Snapshots of the box's own memory are for no door: they hold what passwords and tokens are checked against. */
import { Fault } from '../../base/index.ts';
import { isBoxSnapshot, type Snapshot } from '../../repository/index.ts';

/** Gives the snapshot back. Throws 'snapshot.unknown' when it is one of the box's own. */
export function ofPeople(snapshot: Snapshot): Snapshot {
  if (!isBoxSnapshot(snapshot)) return snapshot;
  throw new Fault('snapshot.unknown', `${snapshot.id.slice(0, 8)} is a snapshot of the box's own memory; it holds no files of yours.`);
}
