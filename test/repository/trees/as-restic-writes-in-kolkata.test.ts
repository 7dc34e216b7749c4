import { testAsResticWrites } from './as-restic-writes.ts';

testAsResticWrites('Asia/Kolkata');
