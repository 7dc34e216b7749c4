/** Names inside a ZIP. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { toByteString } from '../../../src/base/index.ts';
import { safeNames } from '../../../src/services/restore/safe-names.ts';

const names = suite('names inside a ZIP');

const bytes = (text: string) => toByteString(Buffer.from(text, 'latin1'));

names('stay as they are when they can', () => {
  assert.equal(safeNames(['a.txt', 'b'].map(bytes)), ['a.txt', 'b']);
  assert.equal(safeNames([toByteString('日本')]), ['日本']);
});

names('cannot lead out of the folder they are unpacked into', () => {
  assert.equal(safeNames(['..', '.', '', '../../etc', '/etc', 'a\0b', 'a\\b', 'C:x'].map(bytes)), [
    '_',
    '_ (2)',
    '_ (3)',
    '.._.._etc',
    '_etc',
    'a_b',
    'a_b (2)',
    'C_x',
  ]);
});

names('give way to a name that needed no repair', () => {
  assert.equal(safeNames(['a\\b.txt', 'a_b.txt', 'a_b (2).txt'].map(bytes)), ['a_b (3).txt', 'a_b.txt', 'a_b (2).txt']);
});

names('are always different and always safe', () => {
  const anyName = fc.uint8Array({ minLength: 0, maxLength: 6 }).map((raw) => toByteString(raw));
  fc.assert(
    fc.property(fc.uniqueArray(anyName, { maxLength: 30 }), (given) => {
      const safe = safeNames(given);
      assert.is(new Set(safe).size, given.length);
      for (const name of safe) assert.ok(name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name));
    }),
  );
});

names.run();
