/**
 * The chunker's polynomial: random, irreducible over GF(2), of degree 53. Bit i is the coefficient of x^i.
 * Source: M. O. Rabin, "Fingerprinting by Random Polynomials"; Ben-Or's irreducibility test (Gao and Panario, "Tests and Constructions of Irreducible Polynomials").
 */
import { randomBytes } from 'node:crypto';
import { Fault } from '../base/index.ts';

const DEGREE = 53;

/** A fresh polynomial. One in 53 candidates is irreducible, so this tries a few dozen. */
export function randomPolynomial(random: (size: number) => Buffer = randomBytes): bigint {
  const mask = (1n << BigInt(DEGREE + 1)) - 1n;
  for (;;) {
    const candidate = (random(8).readBigUInt64LE() & mask) | (1n << BigInt(DEGREE)) | 1n;
    if (isIrreducible(candidate)) return candidate;
  }
}

/** Ben-Or: P of degree n is irreducible when gcd(P, x^(2^i) − x) is 1 for every i up to n/2. */
export function isIrreducible(polynomial: bigint): boolean {
  const degree = degreeOf(polynomial);
  if (degree < 1) return false;
  let power = 2n; // x
  for (let i = 1; i <= degree >> 1; i++) {
    power = remainder(square(power), polynomial);
    if (gcd(polynomial, power ^ 2n) !== 1n) return false;
  }
  return true;
}

/** Lower-case hex, as the config file holds it. */
export function formatPolynomial(polynomial: bigint): string {
  return polynomial.toString(16);
}

export function parsePolynomial(text: unknown): bigint {
  const polynomial = typeof text === 'string' && /^[0-9a-f]{1,16}$/.test(text) ? BigInt(`0x${text}`) : 0n;
  if (degreeOf(polynomial) !== DEGREE || !isIrreducible(polynomial)) {
    throw new Fault('repository.damaged', `The repository's config names a chunker polynomial that cannot be used (${String(text)}).`);
  }
  return polynomial;
}

function degreeOf(polynomial: bigint): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1;
}

/** Squaring over GF(2) spreads the bits: the coefficient of x^i moves to x^2i. */
function square(polynomial: bigint): bigint {
  let result = 0n;
  for (let rest = polynomial, at = 0n; rest > 0n; rest >>= 1n, at += 2n) result |= (rest & 1n) << at;
  return result;
}

function remainder(dividend: bigint, divisor: bigint): bigint {
  const degree = degreeOf(divisor);
  let rest = dividend;
  for (let excess = degreeOf(rest) - degree; excess >= 0; excess = degreeOf(rest) - degree) rest ^= divisor << BigInt(excess);
  return rest;
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, remainder(a, b));
}
