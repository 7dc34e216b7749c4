/** Failures on their way between threads. */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Fault, isFault } from '../../../src/base/index.ts';
import { fromPortable, toPortable } from '../../../src/repository/crew/messages.ts';

const messages = suite('a failure that crosses threads');
const carried = (error: unknown) => fromPortable(structuredClone(toPortable(error)));

messages('stays a Fault, with all that callers branch on', () => {
  const fault = carried(
    new Fault('store.full', 'the disk is full', { cause: new Error('ENOSPC'), retryable: true, details: { seconds: 30 } }),
  );
  assert.ok(isFault(fault, 'store.full'));
  assert.equal([fault.message, fault.retryable, fault.details], ['the disk is full', true, { seconds: 30 }]);
  assert.is((fault.cause as Error).message, 'ENOSPC');
});

messages('stays what it is when it is no Fault', () => {
  const error = carried(new RangeError('too far')) as Error;
  assert.not(isFault(error));
  assert.is(error.message, 'too far');
});

messages.run();
