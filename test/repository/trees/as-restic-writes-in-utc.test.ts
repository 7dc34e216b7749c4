import { testAsResticWrites } from './as-restic-writes.ts';

testAsResticWrites('UTC');
