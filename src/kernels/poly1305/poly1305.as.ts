/**
 * Poly1305 over a message that arrives in pieces. AssemblyScript, compiled by `npm run kernels`.
 *
 * Owns: the state of one message. Does not own: where key and pieces come from (poly1305.ts).
 * Source: RFC 8439, section 2.5. Numbers of 130 bits are five limbs of 26 bits, so that products of limbs, and ten of
 * them added up, fit in 64 bits; a carry out of the top limb comes back into the lowest one times 5 (2^130 = 5 mod p).
 *
 * Four blocks b0..b3 at once: h' = (h + b0) r^4 + b1 r^3 + b2 r^2 + b3 r. Even blocks gather in one lane, odd blocks in a
 * second one, both times r^4 and r^2, so that the odd lane counts r times too much: h = even + odd / r. The last group is
 * taken block by block, and adding the odd lane after its first block puts that right.
 */

/** Memory: 32 bytes of key (r, then s), 16 bytes of tag, a block to fill up, powers of r, the caller's piece of the message. */
export const KEY: usize = 0
export const TAG: usize = 32
const LAST: usize = 48
/** Five vectors, limb by limb: r^4, r^4, r^2, r^2. Then the same times 5. */
const POWERS: usize = 64
const POWERS_BY_5: usize = 144
export const PIECE: usize = 256

const BLOCK: usize = 16
const GROUP: usize = 64
const LIMB: i32 = 26
const LIMB_MASK: u64 = 0x3ffffff
/** The 1 that follows each whole block, bit 128 of its number, as seen from the top limb. */
const AFTER_BLOCK: u64 = 1 << 24

let r0: u64 = 0, r1: u64 = 0, r2: u64 = 0, r3: u64 = 0, r4: u64 = 0
let h0: u64 = 0, h1: u64 = 0, h2: u64 = 0, h3: u64 = 0, h4: u64 = 0
/** The odd lane, between lanes() and the block that ends its use. */
let odd0: u64 = 0, odd1: u64 = 0, odd2: u64 = 0, odd3: u64 = 0, odd4: u64 = 0

/** A new message, under the key that lies at KEY. */
export function begin(): void {
  // The masks clear the bits of r that the RFC wants clear, limb by limb.
  r0 = load<u32>(KEY) & 0x3ffffff
  r1 = (load<u32>(KEY, 3) >> 2) & 0x3ffff03
  r2 = (load<u32>(KEY, 6) >> 4) & 0x3ffc0ff
  r3 = (load<u32>(KEY, 9) >> 6) & 0x3f03fff
  r4 = (load<u32>(KEY, 12) >> 8) & 0x00fffff
  h0 = r0
  h1 = r1
  h2 = r2
  h3 = r3
  h4 = r4
  multiply()
  storePower(8)
  multiply()
  multiply()
  storePower(0)
  h0 = h1 = h2 = h3 = h4 = 0
}

/** Takes in `length` bytes at PIECE, whole blocks. */
export function update(length: usize): void {
  let at = PIECE
  const end = PIECE + length
  if (length >= 2 * GROUP) {
    at += (length & ~(GROUP - 1)) - GROUP
    lanes(PIECE, at)
    blocks(at, at + BLOCK, AFTER_BLOCK)
    at += BLOCK
    h0 += odd0
    h1 += odd1
    h2 += odd2
    h3 += odd3
    h4 += odd4
  }
  blocks(at, end, AFTER_BLOCK)
}

/** Takes in the last `length` bytes at PIECE, any number, and writes the tag to TAG. */
export function finish(length: usize): void {
  const whole = length & ~(BLOCK - 1)
  update(whole)
  const rest = length - whole
  if (rest > 0) {
    memory.fill(LAST, 0, BLOCK)
    memory.copy(LAST, PIECE + whole, rest)
    store<u8>(LAST + rest, 1)
    blocks(LAST, LAST + BLOCK, 0)
  }
  writeTag()
}

/** h = h r. */
function multiply(): void {
  const s1 = r1 * 5, s2 = r2 * 5, s3 = r3 * 5, s4 = r4 * 5
  const d0 = h0 * r0 + h1 * s4 + h2 * s3 + h3 * s2 + h4 * s1
  const d1 = h0 * r1 + h1 * r0 + h2 * s4 + h3 * s3 + h4 * s2 + (d0 >> LIMB)
  const d2 = h0 * r2 + h1 * r1 + h2 * r0 + h3 * s4 + h4 * s3 + (d1 >> LIMB)
  const d3 = h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * s4 + (d2 >> LIMB)
  const d4 = h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0 + (d3 >> LIMB)
  h0 = (d0 & LIMB_MASK) + (d4 >> LIMB) * 5
  h1 = (d1 & LIMB_MASK) + (h0 >> LIMB)
  h0 &= LIMB_MASK
  h2 = d2 & LIMB_MASK
  h3 = d3 & LIMB_MASK
  h4 = d4 & LIMB_MASK
}

/** h as a power of r, into the half of each vector that begins at `offset`. */
function storePower(offset: usize): void {
  storeLimb(POWERS + offset, <u32>h0)
  storeLimb(POWERS + offset + 16, <u32>h1)
  storeLimb(POWERS + offset + 32, <u32>h2)
  storeLimb(POWERS + offset + 48, <u32>h3)
  storeLimb(POWERS + offset + 64, <u32>h4)
}

function storeLimb(at: usize, limb: u32): void {
  store<u32>(at, limb)
  store<u32>(at, limb, 4)
  store<u32>(at, limb * 5, POWERS_BY_5 - POWERS)
  store<u32>(at, limb * 5, POWERS_BY_5 - POWERS + 4)
}

/** Blocks one by one. */
function blocks(start: usize, end: usize, after: u64): void {
  for (let at = start; at < end; at += BLOCK) {
    h0 += load<u32>(at) & LIMB_MASK
    h1 += (load<u32>(at, 3) >> 2) & LIMB_MASK
    h2 += (load<u32>(at, 6) >> 4) & LIMB_MASK
    h3 += (load<u32>(at, 9) >> 6) & LIMB_MASK
    h4 += <u64>(load<u32>(at, 12) >> 8) | after
    multiply()
  }
}

/** Whole groups: leaves the even lane in h, the odd lane in odd. */
function lanes(start: usize, end: usize): void {
  const p0 = v128.load(POWERS), p1 = v128.load(POWERS, 16), p2 = v128.load(POWERS, 32)
  const p3 = v128.load(POWERS, 48), p4 = v128.load(POWERS, 64)
  const f1 = v128.load(POWERS_BY_5, 16), f2 = v128.load(POWERS_BY_5, 32)
  const f3 = v128.load(POWERS_BY_5, 48), f4 = v128.load(POWERS_BY_5, 64)
  const mask = i64x2.splat(LIMB_MASK)
  // Even and odd lane, each limb in 64 bits.
  let a0 = i64x2(h0, 0), a1 = i64x2(h1, 0), a2 = i64x2(h2, 0), a3 = i64x2(h3, 0), a4 = i64x2(h4, 0)
  for (let at = start; at < end; at += GROUP) {
    // Word i of each of the four blocks, into w.
    const b0 = v128.load(at), b1 = v128.load(at, 16), b2 = v128.load(at, 32), b3 = v128.load(at, 48)
    const t0 = v128.shuffle<u32>(b0, b1, 0, 4, 1, 5), t1 = v128.shuffle<u32>(b2, b3, 0, 4, 1, 5)
    const t2 = v128.shuffle<u32>(b0, b1, 2, 6, 3, 7), t3 = v128.shuffle<u32>(b2, b3, 2, 6, 3, 7)
    const w0 = v128.shuffle<u64>(t0, t1, 0, 2), w1 = v128.shuffle<u64>(t0, t1, 1, 3)
    const w2 = v128.shuffle<u64>(t2, t3, 0, 2), w3 = v128.shuffle<u64>(t2, t3, 1, 3)

    const m = i32x4.splat(0x3ffffff)
    const x0 = gather(a0, v128.and(w0, m))
    const x1 = gather(a1, v128.and(v128.or(i32x4.shr_u(w0, 26), i32x4.shl(w1, 6)), m))
    const x2 = gather(a2, v128.and(v128.or(i32x4.shr_u(w1, 20), i32x4.shl(w2, 12)), m))
    const x3 = gather(a3, v128.and(v128.or(i32x4.shr_u(w2, 14), i32x4.shl(w3, 18)), m))
    const x4 = gather(a4, v128.or(i32x4.shr_u(w3, 8), i32x4.splat(<i32>AFTER_BLOCK)))

    let d0 = sum(product(x0, p0), product(x1, f4), product(x2, f3), product(x3, f2), product(x4, f1))
    let d1 = sum(product(x0, p1), product(x1, p0), product(x2, f4), product(x3, f3), product(x4, f2))
    let d2 = sum(product(x0, p2), product(x1, p1), product(x2, p0), product(x3, f4), product(x4, f3))
    let d3 = sum(product(x0, p3), product(x1, p2), product(x2, p1), product(x3, p0), product(x4, f4))
    let d4 = sum(product(x0, p4), product(x1, p3), product(x2, p2), product(x3, p1), product(x4, p0))

    // Two carries at a time, from limbs 0 and 3 on.
    d1 = i64x2.add(d1, i64x2.shr_u(d0, LIMB))
    d4 = i64x2.add(d4, i64x2.shr_u(d3, LIMB))
    d2 = i64x2.add(d2, i64x2.shr_u(d1, LIMB))
    const top = i64x2.shr_u(d4, LIMB)
    d0 = i64x2.add(v128.and(d0, mask), i64x2.add(top, i64x2.shl(top, 2)))
    d3 = i64x2.add(v128.and(d3, mask), i64x2.shr_u(d2, LIMB))
    a1 = i64x2.add(v128.and(d1, mask), i64x2.shr_u(d0, LIMB))
    a4 = i64x2.add(v128.and(d4, mask), i64x2.shr_u(d3, LIMB))
    a0 = v128.and(d0, mask)
    a2 = v128.and(d2, mask)
    a3 = v128.and(d3, mask)
  }
  h0 = i64x2.extract_lane(a0, 0)
  h1 = i64x2.extract_lane(a1, 0)
  h2 = i64x2.extract_lane(a2, 0)
  h3 = i64x2.extract_lane(a3, 0)
  h4 = i64x2.extract_lane(a4, 0)
  odd0 = i64x2.extract_lane(a0, 1)
  odd1 = i64x2.extract_lane(a1, 1)
  odd2 = i64x2.extract_lane(a2, 1)
  odd3 = i64x2.extract_lane(a3, 1)
  odd4 = i64x2.extract_lane(a4, 1)
}

/** One limb of all four factors: the lanes, with blocks 0 and 1 added; blocks 2 and 3. */
@inline
function gather(lane: v128, blocks: v128): v128 {
  return i32x4.add(v128.shuffle<u32>(lane, i64x2.splat(0), 0, 2, 4, 4), blocks)
}

/** Even: lane r^4 + block 2 r^2. Odd: the same with block 3. */
@inline
function product(x: v128, power: v128): v128 {
  return i64x2.add(i64x2.extmul_low_i32x4_u(x, power), i64x2.extmul_high_i32x4_u(x, power))
}

@inline
function sum(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return i64x2.add(i64x2.add(i64x2.add(a, b), i64x2.add(c, d)), e)
}
/** tag = (h mod p + s) mod 2^128. */
function writeTag(): void {
  // Limb 1 may be a little above 26 bits. A carry that comes out of the top leaves limbs 1 to 4 near 0, so none follows it.
  h2 += h1 >> LIMB
  h3 += h2 >> LIMB
  h4 += h3 >> LIMB
  h0 += (h4 >> LIMB) * 5
  h1 = (h1 & LIMB_MASK) + (h0 >> LIMB)
  h0 &= LIMB_MASK
  h2 &= LIMB_MASK
  h3 &= LIMB_MASK
  h4 &= LIMB_MASK

  // h - p is h + 5 without bit 130, and is taken when that bit is set (h >= p), without a branch on the secret.
  const g0 = h0 + 5
  const g1 = h1 + (g0 >> LIMB)
  const g2 = h2 + (g1 >> LIMB)
  const g3 = h3 + (g2 >> LIMB)
  const g4 = h4 + (g3 >> LIMB)
  const taken: u64 = 0 - (g4 >> LIMB)
  h0 = (h0 & ~taken) | (g0 & taken & LIMB_MASK)
  h1 = (h1 & ~taken) | (g1 & taken & LIMB_MASK)
  h2 = (h2 & ~taken) | (g2 & taken & LIMB_MASK)
  h3 = (h3 & ~taken) | (g3 & taken & LIMB_MASK)
  h4 = (h4 & ~taken) | (g4 & taken & LIMB_MASK)

  const low = h0 | (h1 << 26) | (h2 << 52)
  const high = (h2 >> 12) | (h3 << 14) | (h4 << 40)
  const tagLow = low + load<u64>(KEY + 16)
  const carry: u64 = tagLow < low ? 1 : 0
  store<u64>(TAG, tagLow)
  store<u64>(TAG + 8, high + load<u64>(KEY + 24) + carry)
}
