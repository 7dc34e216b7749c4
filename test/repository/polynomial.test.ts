/** The chunker's polynomial: what counts as irreducible, by counting, by products and by restic's own. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { formatPolynomial, isIrreducible, parsePolynomial, randomPolynomial } from '../../src/repository/polynomial.ts';

const polynomials = suite('the polynomial of the chunker');

/** From restic's design document, its chunker's tests, and a repository that `restic init` made. */
const OF_RESTIC = ['25b468838dcb75', '3da3358b4dc173', '2ac3817b3c020b'];

function product(a: bigint, b: bigint): bigint {
  let sum = 0n;
  for (let rest = b, shifted = a; rest > 0n; rest >>= 1n, shifted <<= 1n) if (rest & 1n) sum ^= shifted;
  return sum;
}

/** How many irreducible polynomials of a degree there are over GF(2), by Gauss's formula. */
const COUNTS = [0, 2, 1, 2, 3, 6, 9, 18, 30, 56, 99];

polynomials('counts as many irreducible ones of each degree as Gauss does', () => {
  const counted = COUNTS.map((_, degree) => {
    let count = 0;
    for (let candidate = 1n << BigInt(degree); candidate < 2n << BigInt(degree); candidate++) if (isIrreducible(candidate)) count++;
    return count;
  });
  assert.equal(counted, COUNTS);
});

polynomials('takes the ones that restic uses and refuses their products', () => {
  for (const text of OF_RESTIC) assert.equal(formatPolynomial(parsePolynomial(text)), text);
  assert.not(isIrreducible(product(randomPolynomial(), randomPolynomial())));
  assert.not(isIrreducible(product(0b111n, (1n << 51n) | 0b11n)));
});

polynomials('refuses every product of degree 53', () => {
  for (let degree = 1n; degree <= 26n; degree++) {
    const a = (1n << degree) | 1n;
    const b = (1n << (53n - degree)) | 0b11n;
    const reducible = product(a, b);
    assert.is(reducible.toString(2).length, 54);
    assert.not(isIrreducible(reducible), `degree ${degree}`);
    assert.throws(
      () => parsePolynomial(formatPolynomial(reducible)),
      (error: unknown) => isFault(error, 'repository.damaged'),
    );
  }
});

polynomials('makes random ones of degree 53 that are irreducible and hold the bits 53 and 0', () => {
  const made = Array.from({ length: 20 }, () => randomPolynomial());
  for (const polynomial of made) {
    assert.is(polynomial >> 53n, 1n);
    assert.is(polynomial & 1n, 1n);
    assert.ok(isIrreducible(polynomial));
    assert.is(parsePolynomial(formatPolynomial(polynomial)), polynomial);
  }
  assert.is(new Set(made).size, made.length);
});

for (const [what, text] of Object.entries({
  nothing: undefined,
  'a number': 12,
  'an empty text': '',
  'upper case': '3DA3358B4DC173',
  'a prefix': '0x3da3358b4dc173',
  'degree 52': '1da3358b4dc173',
  'degree 54': '7da3358b4dc173',
  'too many digits': '003da3358b4dc1730',
  zero: '0',
}))
  polynomials(`refuses ${what} in a config`, () => {
    assert.throws(
      () => parsePolynomial(text),
      (error: unknown) => isFault(error, 'repository.damaged'),
    );
  });

polynomials.run();
