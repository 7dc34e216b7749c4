/** What a box asks of its kernels before it starts. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isFault } from '../../src/base/index.ts';
import { instantiate } from '../../src/kernels/compiled.ts';
import { selfTest } from '../../src/kernels/index.ts';

const starting = suite('kernels at the start of a box');

starting('agree with their twins', () => {
  selfTest();
});

starting('say how to build them when they are missing', () => {
  assert.throws(
    () => instantiate('no-such-kernel', 0),
    (error: unknown) => isFault(error, 'kernel.missing') && error.message.includes('npm run kernels'),
  );
});

starting.run();
