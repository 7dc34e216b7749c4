/** The thread that looks for damage in a large database file. */
import { parentPort, workerData } from 'node:worker_threads';
import { damageOf } from './rescue.ts';

parentPort!.postMessage(damageOf(workerData as string));
