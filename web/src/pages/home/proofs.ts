/**
 * Which versions were read again after they were stored, as far as jobs tell: by a check that read data, or by a restore.
 *
 * Pure. A proof reaches as far back as the moment it was made: what was backed up later is not proven by it.
 */
import type { JobView, ProtectedFolder, Status } from '../../../../src/api/contract/index.ts';

export interface Proof {
  /** RFC 3339. */
  readonly at: string;
  /** Everything was read, a share of it by chance, or files of the newest version were restored. */
  readonly by: 'all' | 'share' | 'restore';
}

/** What the newest version of a folder rests on. */
export interface Standing {
  readonly folder: ProtectedFolder;
  /** The last proof of anything of the folder. */
  readonly proof: Proof | undefined;
  /** Whether it reaches the newest version. */
  readonly isProven: boolean;
}

/** `jobs` are checks and restores that are done, in any order. */
export function standings({ folders, lastCheck }: Pick<Status, 'folders' | 'lastCheck'>, jobs: readonly JobView[]): Standing[] {
  const checks = [...jobs.flatMap(proofByCheck), ...proofOf(lastCheck)];
  return folders.map((folder) => {
    const proofs = [...checks, ...jobs.flatMap((job) => proofByRestore(job, folder))];
    const proof = proofs.sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
    const isProven = proof !== undefined && folder.lastTime !== null && Date.parse(proof.at) >= Date.parse(folder.lastTime);
    const reachesAny = isProven || folder.snapshotCount > 1;
    return { folder, proof: reachesAny ? proof : undefined, isProven };
  });
}

function proofOf(check: Status['lastCheck']): Proof[] {
  if (check === null || !check.isWhole || check.readData === 'none') return [];
  return [{ at: check.at, by: check.readData === 'all' ? 'all' : 'share' }];
}

function proofByCheck({ kind, state, finishedAt, subject, result }: JobView): Proof[] {
  if (kind !== 'check' || state !== 'done' || finishedAt === null || result?.whole !== true) return [];
  const { readData = 'none' } = subject;
  return readData === 'none' ? [] : [{ at: finishedAt, by: readData === 'all' ? 'all' : 'share' }];
}

/** A restore reads what it brings back; one that could not bring back everything proves nothing. */
function proofByRestore({ kind, state, finishedAt, result }: JobView, { lastSnapshotId }: ProtectedFolder): Proof[] {
  if (kind !== 'restore' || state !== 'done' || finishedAt === null || lastSnapshotId === null) return [];
  const isOfNewest = result?.snapshotId === lastSnapshotId && result.partial !== true && Number(result.files) > 0;
  return isOfNewest ? [{ at: finishedAt, by: 'restore' }] : [];
}
