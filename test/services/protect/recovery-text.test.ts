/** The recovery key as text: strong, without look-alikes, and read as people type it. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { groupsOf, newRecoveryText, readRecoveryText } from '../../../src/services/protect/recovery-text.ts';

const texts = suite('the text of a recovery key');
const SIGNS = '23456789ACDEFGHJKMNPQRTVWXY';

texts('is eight groups of four, seven of them with more than 128 random bits together', () => {
  const drawn = Array.from({ length: 500 }, newRecoveryText);
  for (const text of drawn) assert.match(text, new RegExp(`^[${SIGNS}]{4}(-[${SIGNS}]{4}){7}$`));
  assert.is(new Set(drawn).size, drawn.length);
  assert.equal([...new Set(drawn.join('').replaceAll('-', ''))].sort().join(''), SIGNS);
  assert.ok(7 * 4 * Math.log2(SIGNS.length) > 128);
  assert.is(groupsOf(drawn[0]!).length, 8);
});

texts('is read whatever case, dashes and look-alikes somebody types', () => {
  const text = newRecoveryText();
  const typings = [
    text.toLowerCase(),
    text.replaceAll('-', ''),
    ` ${text.replaceAll('-', ' – ')}\n`,
    text.replaceAll('2', 'z').replaceAll('5', 'S').replaceAll('8', 'b'),
  ];
  for (const typed of typings) assert.is(readRecoveryText(typed), text);
});

texts('is not read when it is cut off, or is something else', () => {
  const text = newRecoveryText();
  for (const typed of ['', text.slice(0, -1), `${text}2`, 'correct horse battery staple', `I${text.slice(1)}`])
    assert.is(readRecoveryText(typed), undefined);
});

texts('tells a slip of one sign', () => {
  const text = newRecoveryText();
  const place = fc.integer({ min: 0, max: text.length - 1 }).filter((index) => text[index] !== '-');
  let read = 0;
  fc.assert(
    fc.property(place, fc.constantFrom(...SIGNS), (index, sign) => {
      const slip = text.slice(0, index) + sign + text.slice(index + 1);
      if (slip !== text && readRecoveryText(slip) !== undefined) read++;
    }),
    { numRuns: 500 },
  );
  // One of half a million slips passes the check group by chance.
  assert.ok(read <= 1, `${read} slips were read`);
});

texts.run();
