import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../../src/base/index.ts';
import { decodeTree, readNodes } from '../../../src/repository/trees/decode.ts';
import { encodeTree } from '../../../src/repository/trees/encode.ts';
import { anyTree } from './node-arbitrary.ts';

const fuzz = suite('a tree from anywhere');

/** Marks that matter to the format, so that a change of bytes reaches past the JSON parser. */
const SPLICES = [
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '0',
  '-',
  '9'.repeat(20),
  'null',
  '\\u0000',
  '\\ufffd',
  '\\\\x00',
  '/',
  '..',
  '\xff',
  '"name":"',
  '"inode":',
  '},{"name":"',
  'e9',
];

const at = fc.nat({ max: 0xffff });
const splice = fc.oneof(fc.constantFrom(...SPLICES), fc.constant(''), fc.string({ unit: 'binary', maxLength: 4 }));
const rough = fc.record({ at, cut: fc.nat({ max: 12 }), splice });
const gentle = fc.record({ at, cut: fc.constant(1), splice: fc.constantFrom('0', '1', 'a', ' ') });
const mutations = fc.oneof(fc.array(rough, { minLength: 1, maxLength: 3 }), fc.array(gentle, { minLength: 1, maxLength: 2 }));

fuzz('is read or refused, and what was read can be written', () => {
  const started = performance.now();
  const outcomes = { read: 0, refused: 0 };
  const property = fc.property(anyTree, mutations, (nodes, changes) => {
    let bytes: Buffer = encodeTree(nodes);
    for (const { at, cut, splice } of changes) {
      const offset = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, offset), Buffer.from(splice, 'latin1'), bytes.subarray(offset + cut)]);
    }
    try {
      const read = decodeTree(bytes);
      outcomes.read += 1;
      assert.equal(decodeTree(encodeTree(read)).length, read.length);
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
      outcomes.refused += 1;
    }
    try {
      for (const _ of readNodes(bytes, 200));
    } catch (error) {
      if (!isFault(error, 'repository.damaged')) throw error;
    }
  });
  fc.assert(property, { numRuns: 2000 });
  assert.ok(outcomes.read > 100 && outcomes.refused > 100, JSON.stringify(outcomes));
  assert.ok(performance.now() - started < 60_000);
});

fuzz('takes no longer for being hostile', () => {
  const million = 1_000_000;
  const hostile = [
    '"'.repeat(million),
    '{"nodes":['.repeat(million / 10),
    `{"nodes":[${'},{"name":"'.repeat(million / 10)}`,
    `{"nodes":["${'\\ufffd'.repeat(million / 6)}`,
  ];
  const spaces = [
    `{"nodes":[${', '.repeat(million / 2)}`,
    `{"inode":${' '.repeat(million)}`,
    `:${'1'.repeat(million)}`,
    `{"inode":${'1'.repeat(million)}}`,
    `:${' :'.repeat(million)}`,
  ];
  for (const text of [...hostile, ...spaces]) {
    const started = performance.now();
    assert.throws(
      () => decodeTree(Buffer.from(text)),
      (error: unknown) => isFault(error, 'repository.damaged'),
    );
    assert.throws(
      () => [...readNodes(Buffer.from(text), 1000)],
      (error: unknown) => isFault(error, 'repository.damaged'),
    );
    assert.ok(performance.now() - started < 3000, text.slice(0, 40));
  }
});

fuzz.run();
