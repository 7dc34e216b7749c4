/** Which packs a check reads. Source: restic's manual, "Checking integrity and consistency". */
import { randomInt } from 'node:crypto';

/** One part of several, the same packs each time; a share of them, or about so many bytes, at random. */
export type ReadSubset =
  | { readonly kind: 'part'; readonly part: number; readonly of: number }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'bytes'; readonly bytes: number };

/** `random(n)` gives 0 to n-1. Of a share, at least one pack; `sizes` are bytes by pack. */
export function chooseSubset(
  sizes: ReadonlyMap<string, number>,
  subset: ReadSubset,
  random = (below: number) => randomInt(below),
): Map<string, number> {
  if (subset.kind === 'part')
    return new Map([...sizes].filter(([id]) => Number.parseInt(id.slice(0, 2), 16) % subset.of === subset.part - 1));
  if (sizes.size === 0 || (subset.kind === 'share' && subset.share <= 0) || (subset.kind === 'bytes' && subset.bytes <= 0))
    return new Map();
  const shuffled = [...sizes];
  for (let left = shuffled.length; left > 1; left--) {
    const other = random(left);
    [shuffled[left - 1], shuffled[other]] = [shuffled[other]!, shuffled[left - 1]!];
  }
  if (subset.kind === 'share') return new Map(shuffled.slice(0, Math.max(1, Math.round(sizes.size * subset.share))));
  let bytes = 0;
  const enough = shuffled.findIndex(([, size]) => {
    bytes += size;
    return bytes >= subset.bytes;
  });
  return new Map(enough === -1 ? shuffled : shuffled.slice(0, enough + 1));
}

interface Halfway {
  /** Sizes by pack. */
  readonly done: ReadonlyMap<string, number>;
  readonly rest: ReadonlyMap<string, number>;
}

/** What of the rest is still to be read, so that both together are what the subset asks for. */
export function restOfSubset(subset: ReadSubset, { done, rest }: Halfway): ReadSubset {
  if (subset.kind === 'part') return subset;
  if (subset.kind === 'bytes') return { ...subset, bytes: subset.bytes - done.values().reduce((sum, size) => sum + size, 0) };
  const wanted = Math.max(1, Math.round((done.size + rest.size) * subset.share));
  return { ...subset, share: rest.size === 0 ? 0 : (wanted - done.size) / rest.size };
}
