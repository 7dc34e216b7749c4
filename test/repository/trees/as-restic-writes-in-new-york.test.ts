import { testAsResticWrites } from './as-restic-writes.ts';

testAsResticWrites('America/New_York');
