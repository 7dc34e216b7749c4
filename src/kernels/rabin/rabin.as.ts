/**
 * Finds where content-defined chunks end, by Rabin fingerprints over GF(2). AssemblyScript, compiled by `npm run kernels`.
 *
 * Owns: the tables of one polynomial, the place in the open chunk up to which was looked, the digest there.
 * Does not own: how bytes get into DATA, or what a chunk is for (chunker.ts).
 * Source: design document of restic, "Backups and Deduplication" (chunker); the twin rabin-scalar.ts spells it out.
 *
 * A cut may only fall where 64 bytes of the chunk were rolled, and there the window has forgotten the 1 it began with.
 * So the digest at any place is a function of the 64 bytes before it: work may start anywhere, and LANES stretches of the
 * data are looked at together, because one roll alone waits for its table most of the time.
 */

/** Memory: two tables of 256 u64 (what a leaving byte takes back, what reduces the digest), then the caller's data. */
const OUT: usize = 0
const MOD: usize = 2048
export const DATA: usize = 65536

const DEGREE: u64 = 53
const WINDOW: u32 = 64
const CHUNK_MIN: u32 = 512 << 10
const CHUNK_MAX: u32 = 8 << 20
/** A chunk ends where these bits of the digest are 0. */
const CUT_MASK: u32 = 0xfffff

/** Bytes of one stretch. Longer wastes more behind a cut, shorter rolls the 64 bytes before a stretch more often. */
const STRETCH: u32 = 8192
const LANES: u32 = 4

let chunkStart: usize = 0
/** Bytes of the chunk that were looked at, 0 or at least CHUNK_MIN, and the digest of the 64 bytes before that place. */
let looked: u32 = 0
let digest: u64 = 0

export function setPolynomial(polynomial: u64): void {
  for (let byte: u64 = 0; byte < 256; byte++) {
    let rest = byte << DEGREE
    for (let bit: u64 = 7; bit < 8; bit--) if ((rest >> (DEGREE + bit)) & 1) rest ^= polynomial << bit
    // The second half takes away, with the same xor, the eight bits that were shifted out.
    store<u64>(<usize>byte << 3, rest | (byte << DEGREE), MOD)
  }
  for (let byte: u64 = 0; byte < 256; byte++) {
    let leaving = byte
    for (let step: u32 = 0; step < WINDOW; step++) leaving = append(leaving, 0)
    store<u64>(<usize>byte << 3, leaving, OUT)
  }
}

/** A new chunk begins at this address. */
export function begin(start: usize): void {
  chunkStart = start
  looked = 0
}

/** Length of the open chunk when it ends at or before address `end`, else 0; goes on where the last call stopped. */
export function cut(end: usize): u32 {
  const available = min<u32>(<u32>(end - chunkStart), CHUNK_MAX)
  if (available < CHUNK_MIN) return 0
  if (looked == 0) {
    looked = CHUNK_MIN
    digest = digestBefore(chunkStart + CHUNK_MIN)
    if (isCut(digest)) return CHUNK_MIN
  }
  while (available - looked >= LANES * STRETCH) {
    const length = cutInLanes()
    if (length != 0) return length
  }
  return cutInRest(available)
}

@inline
function append(value: u64, byte: u64): u64 {
  return ((value << 8) | byte) ^ load<u64>(<usize>(value >> (DEGREE - 8)) << 3, MOD)
}

@inline
function roll(value: u64, entering: u64, leaving: u64): u64 {
  return (((value << 8) | entering) ^ load<u64>(<usize>leaving << 3, OUT)) ^ load<u64>(<usize>(value >> (DEGREE - 8)) << 3, MOD)
}

@inline
function isCut(value: u64): bool {
  return (<u32>value & CUT_MASK) == 0
}

/** Length of the chunk that ends where the byte at `leaving` has left the window. */
@inline
function lengthAt(leaving: usize): u32 {
  return <u32>(leaving + WINDOW + 1 - chunkStart)
}

function digestBefore(place: usize): u64 {
  let value: u64 = 0
  for (let at = place - WINDOW; at < place; at++) value = append(value, load<u8>(at))
  return value
}

/** Looks at the next LANES stretches, one roll of each in turn. */
function cutInLanes(): u32 {
  const from = chunkStart + looked
  let a = digest
  let b = digestBefore(from + STRETCH)
  let c = digestBefore(from + 2 * STRETCH)
  let d = digestBefore(from + 3 * STRETCH)
  // Length of the chunk at the first cut of each later stretch; 0 is none.
  let cutB: u32 = 0
  let cutC: u32 = 0
  let cutD: u32 = 0
  // `at` is where the byte leaves, so that every address is `at` and a constant.
  for (let at: usize = from - WINDOW, end = at + STRETCH; at < end; at++) {
    a = roll(a, load<u8>(at, WINDOW), load<u8>(at))
    b = roll(b, load<u8>(at, STRETCH + WINDOW), load<u8>(at, STRETCH))
    c = roll(c, load<u8>(at, 2 * STRETCH + WINDOW), load<u8>(at, 2 * STRETCH))
    d = roll(d, load<u8>(at, 3 * STRETCH + WINDOW), load<u8>(at, 3 * STRETCH))
    if (isCut(a)) return lengthAt(at)
    if (isCut(b) && cutB == 0) cutB = lengthAt(at + STRETCH)
    if (isCut(c) && cutC == 0) cutC = lengthAt(at + 2 * STRETCH)
    if (isCut(d) && cutD == 0) cutD = lengthAt(at + 3 * STRETCH)
  }
  if (cutB != 0) return cutB
  if (cutC != 0) return cutC
  if (cutD != 0) return cutD
  looked += LANES * STRETCH
  digest = d
  return 0
}

/** Looks at what is left, one byte at a time. */
function cutInRest(available: u32): u32 {
  let value = digest
  const from = chunkStart + looked
  for (let at: usize = from - WINDOW, end = chunkStart + available - WINDOW; at < end; at++) {
    value = roll(value, load<u8>(at, WINDOW), load<u8>(at))
    if (isCut(value)) return lengthAt(at)
  }
  digest = value
  looked = available
  return available == CHUNK_MAX ? CHUNK_MAX : 0
}
