/** The hot loops, as WebAssembly. An instance belongs to one thread. */
export { poly1305 } from './poly1305/poly1305.ts';
export { CHUNK_MAX, CHUNK_MIN, Chunker } from './rabin/chunker.ts';
export { selfTest } from './self-test.ts';
