/** Numbers and names as a person reads them. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ByteString, isFault, toByteString } from '../../src/base/index.ts';
import { suggestion } from '../../src/cli/arguments.ts';
import { counted, cutStart, durationText, parseSize, sizeText, table, widthOf } from '../../src/cli/format.ts';
import { jsonName, printable, shownName, snapshotPath, typedName } from '../../src/cli/terminal-text.ts';
import { ODD_NAMES } from '../peers/odd-names.table.ts';

const reading = suite('what a person reads');

reading('sizes have three figures and a binary unit', () => {
  const cases: [number, string][] = [
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KiB'],
    [1536, '1.50 KiB'],
    [10_240, '10.0 KiB'],
    [1_047_552, '1.00 MiB'],
    [500 * 1024 ** 2, '500 MiB'],
    [3 * 1024 ** 4, '3.00 TiB'],
  ];
  for (const [bytes, text] of cases) assert.is(sizeText(bytes), text);
});

reading('sizes are understood with and without a unit, and nothing else is', () => {
  const cases: [string, number | undefined][] = [
    ['17', 17],
    ['500k', 512_000],
    ['1.5G', 1_610_612_736],
    ['2 MiB', 2_097_152],
    ['1T', 1024 ** 4],
    ['', undefined],
    ['-1', undefined],
    ['1X', undefined],
    ['1e3', undefined],
  ];
  for (const [text, bytes] of cases) assert.is(parseSize(text), bytes, text);
});

reading('counts have their noun, durations their colons', () => {
  assert.is(counted(1, 'file'), '1 file');
  assert.is(counted(12_345, 'file'), '12,345 files');
  assert.is(durationText(59.6), '1:00');
  assert.is(durationText(3_723), '1:02:03');
});

reading('tables line up also with wide characters', () => {
  assert.is(widthOf('日本'), 4);
  const lines = table(
    [{ title: 'a' }, { title: 'n', right: true }],
    [
      ['日本', '1'],
      ['x\ny', '22'],
    ],
  );
  assert.equal(lines, ['a      n', '--------', '日本   1', 'x     22', 'y']);
  assert.is(cutStart('/a/long/path', 6), '…/path');
});

reading('a misspelt word finds its neighbour, a foreign one does not', () => {
  assert.is(suggestion('snaphsots', ['snapshots', 'restore']), 'snapshots');
  assert.is(suggestion('frobnicate', ['snapshots', 'restore']), undefined);
});

reading('nothing that is shown can move the cursor, colour, reorder or hide', () => {
  const shown = [...ODD_NAMES.map((name) => shownName(toByteString(name))), ...ODD_NAMES.map((name) => printable(name.toString()))];
  for (const text of shown) assert.not.match(text, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

reading('every name that is shown can be typed back, also when it is not UTF-8', () => {
  const shown = new Set<string>();
  for (const bytes of ODD_NAMES) {
    const name = toByteString(bytes);
    shown.add(shownName(name));
    assert.is(typedName(toByteString(shownName(name))), name);
  }
  assert.is(shown.size, ODD_NAMES.length, 'no two names look the same');
});

reading('a quoted name with a broken escape is refused, a path that goes up too', () => {
  for (const typed of ['"\\q"', '"a\\x4"', 'a/../b']) {
    try {
      snapshotPath(typed as ByteString);
      assert.unreachable(typed);
    } catch (error) {
      assert.ok(isFault(error, 'input.invalid'), String(error));
    }
  }
  assert.is(snapshotPath('//home/./anna/' as ByteString), 'home/anna');
});

reading('JSON has a name to read, and its bytes where reading loses some', () => {
  assert.equal(jsonName('path', toByteString('é')), { path: 'é' });
  assert.equal(jsonName('path', toByteString(Buffer.from([0x61, 0xff]))), { path: 'a\ufffd', path_raw: 'Yf8=' });
});

reading.run();
