import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dataRuns } from '../../../src/repository/restore/sparse.ts';

const sparse = suite('a file with holes');

sparse('is written but for its zero pages', () => {
  const bytes = Buffer.alloc(5 * 4096);
  bytes[4096] = 1;
  bytes[3 * 4096 - 1] = 1;
  bytes[5 * 4096 - 1] = 1;
  assert.equal(
    [...dataRuns(bytes, 0)],
    [
      { start: 4096, end: 3 * 4096 },
      { start: 4 * 4096, end: 5 * 4096 },
    ],
  );
  assert.equal([...dataRuns(bytes, 4095)].at(0), { start: 1, end: 4096 + 1 });
});

sparse('has the same bytes as without them', () => {
  const piece = fc.record({ fill: fc.constantFrom(0, 0, 1), length: fc.nat({ max: 9000 }) });
  const pieces = fc.array(piece, { maxLength: 8 }).map((all) => Buffer.concat(all.map(({ fill, length }) => Buffer.alloc(length, fill))));
  fc.assert(
    fc.property(pieces, fc.nat({ max: 10_000 }), (bytes, offset) => {
      const written = Buffer.alloc(bytes.length);
      for (const { start, end } of dataRuns(bytes, offset)) {
        assert.ok(end > start);
        bytes.copy(written, start, start, end);
      }
      assert.ok(written.equals(bytes));
    }),
  );
});

sparse.run();
