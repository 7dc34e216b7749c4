/**
 * Import first: takes the pause out of taking a lock. It lets two programs see each other's lock; these tests, which take a thousand,
 * run one program at a time (test/repository/locks.test.ts and test/peers/locks.test.ts keep the pause).
 */
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

const LOCK_PAUSE_MS = 200;
const wait = timers.setTimeout;

timers.setTimeout = ((ms?: number, ...rest: []) => wait(ms === LOCK_PAUSE_MS ? 1 : ms, ...rest)) as typeof wait;
syncBuiltinESMExports();
