/** Paths of entries in URLs: any bytes survive the trip, and nothing that is no path gets through. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { decodePath, encodePath, pathOf, rawParameter } from '../../src/api/path-bytes.ts';
import { toByteString } from '../../src/base/index.ts';

const paths = suite('a path in a URL');

const name = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .map((bytes) => toByteString(bytes.map((byte) => (byte === 0 || byte === 0x2f ? 0x41 : byte))))
  .filter((text) => text !== '.' && text !== '..');

paths('is the same bytes again after decoding', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 6 }), (names) => {
      const path = names.join('/') as ReturnType<typeof toByteString>;
      const encoded = encodePath(path);
      assert.match(encoded, /^[\x21-\x7e]*$/);
      assert.is(decodePath(encoded), path);
      assert.is(pathOf(`offset=3&path=${encoded}&download=1`), path);
      assert.is(new URL(`http://localhost/?path=${encoded}`).search, encoded === '' ? '?path=' : `?path=${encoded}`);
    }),
  );
});

paths('is refused when no entry can have it', () => {
  for (const bad of ['..', 'a/..', '../a', '.', 'a/./b', '/a', 'a/', 'a//b', '%00', '%2F', '%2e%2e', 'a%', '%4', 'ä', 'a b']) {
    assert.throws(
      () => decodePath(bad),
      (error: { code?: string }) => error.code === 'input.invalid',
      bad,
    );
  }
});

paths('is the root when it is not given', () => {
  assert.is(pathOf(''), '');
  assert.is(pathOf('path='), '');
  assert.is(pathOf('pathological=x'), '');
});

paths('is found among other parameters by its whole name', () => {
  assert.is(rawParameter('xpath=1&path=a+b&path=c', 'path'), 'a+b');
  assert.is(rawParameter('path', 'path'), '');
  assert.is(rawParameter('a=1', 'path'), undefined);
});

paths.run();
