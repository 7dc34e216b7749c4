/** Ids for tests of the table of blobs. */
import { hash } from 'node:crypto';

export function idOf(number: number): Buffer {
  return hash('sha256', `blob ${number}`, 'buffer');
}
