/**
 * A crew member's part of a check: reads one pack to its last byte.
 *
 * Memory: a run of blobs, whatever the pack's size. Source: restic's design document, "Pack Format".
 */
import { createHash } from 'node:crypto';
import { isFault } from '../../base/index.ts';
import type { Member } from '../crew/member.ts';
import type { PackReading, ReadPack } from '../crew/tasks.ts';
import type { PackedBlob } from '../index/files.ts';
import { openBlob } from '../packs/blob.ts';
import { decodeHeader } from '../packs/header.ts';
import { runsOf } from '../packs/runs.ts';
import { release } from '../release.ts';
import { isDamage } from './problem.ts';

const LENGTH_BYTES = 4;

export async function readPack(member: Member, pack: ReadPack): Promise<PackReading> {
  const problems: string[] = [];
  const whole = createHash('sha256');
  try {
    let offset = 0;
    for (const run of runsOf(pack.blobs)) {
      member.throwIfStopped();
      if (run.offset !== offset) problems.push(`the index leaves a gap or an overlap at byte ${offset}`);
      const bytes = await readPiece(member, pack, run);
      whole.update(bytes);
      for (const blob of run.blobs) {
        const start = blob.offset - run.offset;
        problems.push(...openingProblems(member, blob, bytes.subarray(start, start + blob.length)));
      }
      release(bytes);
      offset = run.offset + run.length;
    }
    const rest = await readPiece(member, pack, { offset, length: Math.max(0, pack.sizeBytes - offset) });
    whole.update(rest);
    problems.push(...headerProblems(member, pack.blobs, rest));
    if (whole.digest('hex') !== pack.id) problems.push('its content does not match its name');
  } catch (error) {
    if (!isDamage(error)) throw error;
    problems.push(error.message);
  }
  return { problems };
}

async function readPiece(member: Member, { id }: ReadPack, range: { offset: number; length: number }): Promise<Buffer> {
  const bytes = await member.store.read('data', id, range);
  member.worked(bytes.length);
  return bytes;
}

function openingProblems(member: Member, { id, type, uncompressed_length }: PackedBlob, sealed: Buffer): string[] {
  try {
    const plaintext = openBlob(member.sealer, sealed, { id: Buffer.from(id, 'hex'), plainLength: uncompressed_length ?? 0 });
    release(plaintext);
    return [];
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    return [`the ${type} blob ${id}: ${error.message}`];
  }
}

/** The header must say what the index says. `rest` is everything behind the blobs: the sealed header and its length. */
export function headerProblems(member: Member, blobs: readonly PackedBlob[], rest: Buffer): string[] {
  const length = rest.length - LENGTH_BYTES;
  if (length < 0 || rest.readUInt32LE(length) !== length) return ['the length of its header is wrong'];
  const header = member.sealer.tryOpen(rest.subarray(0, length));
  if (!header) return ['its header is damaged'];
  try {
    return isSame(decodeHeader(header), blobs) ? [] : ['its header and the index disagree'];
  } catch (error) {
    if (!isFault(error, 'repository.damaged')) throw error;
    return [error.message];
  }
}

function isSame(a: readonly PackedBlob[], b: readonly PackedBlob[]): boolean {
  const line = ({ id, type, offset, length, uncompressed_length }: PackedBlob) =>
    `${id} ${type} ${offset} ${length} ${uncompressed_length}`;
  return a.length === b.length && a.every((blob, number) => line(blob) === line(b[number]!));
}
