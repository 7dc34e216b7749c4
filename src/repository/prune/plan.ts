/**
 * Which packs stay, go, or are emptied into new ones. Pure: decides, changes nothing.
 * Source: restic's manual, "Customize pruning", and internal/repository/prune.go.
 */
import { PACK_TARGET_BYTES } from '../packs/writer.ts';
import type { PackSurvey, Survey } from './survey.ts';

export interface PlanRules {
  /** How much of what is kept may be unused, in bytes; `usedBytes` is what is used. */
  readonly mostUnused: (usedBytes: number) => number;
  /** Most bytes to move at all. */
  readonly mostRepackBytes: number;
  /** Empties every pack that is not near full. */
  readonly repackSmall: boolean;
  /** Empties every pack that holds something uncompressed. */
  readonly repackRaw: boolean;
}

export interface Plan {
  readonly keep: readonly PackSurvey[];
  readonly remove: readonly PackSurvey[];
  readonly repack: readonly PackSurvey[];
}

/** So many small packs are worth joining. */
const SMALL_PACKS = 10;
const SMALL_BYTES = PACK_TARGET_BYTES / 4;

export function planPrune({ packs }: Survey, rules: PlanRules): Plan {
  const remove = packs.filter(({ usedBlobs }) => usedBlobs === 0);
  const used = packs.filter(({ usedBlobs }) => usedBlobs > 0);
  const small = joinable(used, rules);
  const must = used.filter((pack) => pack.type === undefined || small.has(pack) || (rules.repackRaw && pack.hasRaw) || isTornTree(pack));
  const may = used.filter((pack) => pack.unusedBlobs > 0 && !must.includes(pack));
  // First those that give the most room for the least work.
  const byWaste = may.toSorted((a, b) => b.unusedBytes / b.usedBytes - a.unusedBytes / a.usedBytes);
  const limit = rules.mostUnused(used.reduce((sum, { usedBytes }) => sum + usedBytes, 0));
  let unusedLeft = may.reduce((sum, { unusedBytes }) => sum + unusedBytes, 0);
  let moved = 0;
  const repack: PackSurvey[] = [];
  for (const pack of [...must, ...byWaste]) {
    const isWanted = must.includes(pack) || unusedLeft > limit;
    if (!isWanted || moved + pack.usedBytes > rules.mostRepackBytes) continue;
    repack.push(pack);
    moved += pack.usedBytes;
    if (!must.includes(pack)) unusedLeft -= pack.unusedBytes;
  }
  const emptied = new Set(repack);
  return { remove, repack, keep: used.filter((pack) => !emptied.has(pack)) };
}

/** Trees are read by every operation, so their packs hold nothing else. */
function isTornTree({ type, unusedBlobs }: PackSurvey): boolean {
  return type === 'tree' && unusedBlobs > 0;
}

function joinable(used: readonly PackSurvey[], { repackSmall }: PlanRules): Set<PackSurvey> {
  const limit = repackSmall ? PACK_TARGET_BYTES * 0.8 : SMALL_BYTES;
  const least = repackSmall ? 2 : SMALL_PACKS;
  const small = (type: PackSurvey['type']) => used.filter((pack) => pack.type === type && pack.sizeBytes < limit);
  return new Set([small('data'), small('tree')].filter((packs) => packs.length >= least).flat());
}
