/** Reads restored files back and compares them with the snapshot, blob by blob. */
import { closeSync } from 'node:fs';
import { type ByteString, isFault } from '../../base/index.ts';
import type { Crew } from '../crew/crew.ts';
import type { Repository } from '../repository.ts';
import type { RestoreProblem, RestoreTally } from './restore-tally.ts';
import type { SelectedNode } from './selection.ts';
import type { RestoreTarget } from './target.ts';

export interface VerifyParts {
  readonly repository: Repository;
  readonly crew: Crew;
  readonly target: RestoreTarget;
  readonly tally: RestoreTally;
  readonly tell: (problem: RestoreProblem) => void;
  /** Entries that were told already. */
  readonly failed: ReadonlySet<ByteString>;
  readonly signal: AbortSignal;
}

/** Throws what ends a restore; a file that differs is told. */
export async function verifyFiles(selected: AsyncIterable<SelectedNode>, parts: VerifyParts): Promise<void> {
  const { crew, failed, signal } = parts;
  const underWay = new Set<Promise<void>>();
  for await (const { path, node, kind } of selected) {
    if (kind !== 'entry' || node.type !== 'file' || failed.has(path)) continue;
    await crew.room();
    signal.throwIfAborted();
    const verifying = verifyFile(parts, path, node.content ?? []).finally(() => underWay.delete(verifying));
    verifying.catch(() => {}); // heard below
    underWay.add(verifying);
  }
  await Promise.all(underWay);
}

async function verifyFile(
  { repository, crew, target, tally, tell }: VerifyParts,
  path: ByteString,
  content: readonly string[],
): Promise<void> {
  const { table } = await repository.index();
  const blobs = content.map((id) => ({ id, length: table.plainLength(Buffer.from(id, 'hex'), 'data') ?? 0 }));
  let fd: number | undefined;
  try {
    fd = target.openForReading(path);
    const verdict = await crew.run('verify file', { fd, blobs });
    if (verdict) tell({ kind: 'different', path, message: `what was restored differs from the snapshot at byte ${verdict.offset}` });
    else tally.verifiedFiles++;
  } catch (error) {
    if (!isFault(error, 'restore.target.occupied', 'restore.target.unwritable')) throw error;
    tell({ kind: 'different', path, message: error.message });
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
