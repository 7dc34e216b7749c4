/** Prints each argument, nanoseconds, as formatTime writes it in the zone of this process. */
import { formatTime } from '../../../src/repository/trees/go-time.ts';

for (const ns of process.argv.slice(2)) console.log(formatTime(BigInt(ns)));
