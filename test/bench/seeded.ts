/**
 * Bytes and numbers that look random and follow from a label alone: the same on every machine.
 *
 * Owns: where benchmark data gets its chance from, and text that compresses as text does.
 */
import { createCipheriv, createHash } from 'node:crypto';

/** Numbers in [0, 1) that depend on the label alone (mulberry32, seeded by SHA-256). */
export function numbers(label: string): () => number {
  let state = createHash('sha256').update(label).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function incompressible(label: string, length: number): Buffer {
  const key = createHash('sha256').update(label).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

const SYLLABLES =
  'ba be bi bo bu da de di do du fa fe ka ke ki ko la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se si so ta te ti to'.split(' ');

/** A vocabulary in which, as in a language, few words are frequent and many are rare. */
const WORDS = Array.from({ length: 6000 }, (_, index) => {
  const random = numbers(`word ${index}`);
  return Array.from({ length: 1 + Math.floor(3.5 * random()) }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join('');
});

export function wordOf(random: () => number): string {
  return WORDS[Math.floor(WORDS.length * random() ** 3)]!;
}

export function prose(random: () => number, length: number): Buffer {
  return filled(length, () => `${Array.from({ length: 12 }, () => wordOf(random)).join(' ')}.\n`);
}

/** As many lines as fit, the last one cut off. */
export function filled(length: number, line: () => string): Buffer {
  const buffer = Buffer.alloc(length);
  for (let offset = 0; offset < length; ) offset += buffer.write(line(), offset, 'latin1');
  return buffer;
}
