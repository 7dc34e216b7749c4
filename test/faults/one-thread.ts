/** Import first: crews have one thread, so that an operation makes the same calls in every run, and costs less. */
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

os.availableParallelism = () => 1;
syncBuiltinESMExports();
