/** Paths of entries in URLs: any bytes survive the trip, and nothing that is no path gets through. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EntryPath } from '../../src/api/contract/words.ts';
import { decodePath, encodePath, rawParameters } from '../../src/api/path-bytes.ts';
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
      assert.is(EntryPath.parse(rawParameters(`offset=3&path=${encoded}&download=1`).path), path);
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
  assert.is(EntryPath.parse(undefined), '');
  assert.is(EntryPath.parse(rawParameters('path=').path), '');
});

paths('is found among other parameters by its whole name', () => {
  assert.equal({ ...rawParameters('xpath=1&path=a+b&path=c&x') }, { xpath: '1', path: 'a+b', x: '' });
  assert.equal({ ...rawParameters('') }, {});
  assert.is(rawParameters('a=1').toString, undefined);
});

paths.run();
