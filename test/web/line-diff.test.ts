/** Two texts line by line: nothing is lost, nothing made up, and no way is longer than it must be. */
import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { diffLines, hunksOf } from '../../web/src/pages/restore/line-diff.ts';
import { textOf } from '../../web/src/pages/restore/text-of.ts';

const texts = suite('two texts, compared line by line,');

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
const textOfLines = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');

/** The length of the longest common subsequence, the slow way. */
function common(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const line of a) {
    const next = [0];
    for (const [at, other] of b.entries()) next.push(line === other ? row[at]! + 1 : Math.max(row[at + 1]!, next[at]!));
    row = next;
  }
  return row.at(-1)!;
}

texts('give both sides back, in the fewest changes there can be', () => {
  fc.assert(
    fc.property(lines, lines, (a, b) => {
      const diff = diffLines(textOfLines(a), textOfLines(b))!;
      const side = (other: 'added' | 'removed') => diff.filter(({ kind }) => kind !== other).map(({ text }) => text);
      assert.equal(side('added'), a);
      assert.equal(side('removed'), b);
      assert.is(diff.filter(({ kind }) => kind === 'same').length, common(a, b));
      assert.equal(
        diff.flatMap(({ before }) => before ?? []),
        a.map((_, at) => at + 1),
      );
      assert.equal(
        diff.flatMap(({ after }) => after ?? []),
        b.map((_, at) => at + 1),
      );
    }),
  );
});

texts('show every difference once, with the lines around it, and nothing twice', () => {
  fc.assert(
    fc.property(lines, lines, fc.integer({ min: 0, max: 4 }), (a, b, around) => {
      const diff = diffLines(textOfLines(a), textOfLines(b))!;
      const shown = hunksOf(diff, around).flat();
      const near = diff.filter((_, at) => diff.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same'));
      assert.equal(shown, near);
    }),
  );
});

texts('are given up when they have too little in common', () => {
  const many = (letter: string) => Array.from({ length: 3_000 }, (_, line) => `${letter}${line}`).join('\n');
  assert.is(diffLines(many('a'), many('b')), undefined);
  assert.is(diffLines(many('a'), `${many('a')}\nmore`)!.filter(({ kind }) => kind !== 'same').length, 1);
});

texts('are texts when their bytes look like it, whatever they are called', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  assert.is(textOf(bytes('färbig\n'), false), 'färbig\n');
  assert.is(textOf(bytes('\u001b[31mred\u001b[0m log\n'), false), '\u001b[31mred\u001b[0m log\n');
  assert.is(textOf(new Uint8Array([1, 2, 0, 3]), true), undefined);
  assert.is(textOf(new Uint8Array([0xff, 0xfe, 0x41, 0x42]), false), undefined);
  assert.is(textOf(new Uint8Array([0x63, 0xe4, 0x62]), true), 'cäb');
  assert.is(textOf(bytes('\u0001\u0002\u0003\u0004'), false), undefined);
});

texts.run();
