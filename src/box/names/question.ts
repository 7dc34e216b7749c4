/** A search as it is asked and answered, and the question's text as words to look for. Values only. */
import { type ByteString, Fault } from '../../base/index.ts';
import type { NameVersion, SnapshotAt } from './entry.ts';
import { fold } from './fold.ts';

export interface NameQuestion {
  /** One character or more; of several words all must be in the name. */
  readonly text: string;
  /** What the name must end with, with or without its dot: `pdf`. */
  readonly ending?: string | undefined;
  /** What the newest version must be. */
  readonly kind?: 'file' | 'dir' | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  /** 100 unless given. */
  readonly limit?: number | undefined;
}

/** An entry that a line of snapshots holds, or held: one path, all its versions. */
export interface NameFound {
  readonly host: string;
  /** What the line's snapshots were made of. */
  readonly paths: readonly string[];
  readonly path: ByteString;
  readonly name: ByteString;
  readonly versionCount: number;
  readonly newest: NameVersion;
  /** The first snapshot without it, when the newest one of its line does not hold it. */
  readonly goneSince: SnapshotAt | undefined;
}

export interface NamePage {
  /** The name itself first, then names that begin with the text, then the others; in each the last modified first. */
  readonly found: readonly NameFound[];
  /** How many there are, or at least are when `isMore`: then it is time to ask for less. */
  readonly total: number;
  readonly isMore: boolean;
  /** Asks for the next page; undefined on the last one. */
  readonly next: string | undefined;
}

/** The question, read. */
export interface Wanted {
  /** All words, folded, with one space between them. */
  readonly whole: string;
  readonly words: readonly string[];
  readonly ending: string;
}

const MOST_CHARACTERS = 255;

/** Throws 'input.invalid' for a text in which nothing can be looked for. */
export function wantedOf({ text, ending = '' }: NameQuestion): Wanted {
  if (text.length > MOST_CHARACTERS) throw new Fault('input.invalid', 'No name is that long. Search for a shorter part of it.');
  const words = fold(text.toWellFormed())
    .split(/\s+/u)
    .filter((word) => word !== '');
  const foldedEnding = fold(ending.trim()).replace(/^\.*/, '');
  if (words.length === 0 && foldedEnding === '') throw new Fault('input.invalid', 'Type at least one letter of the name to look for.');
  return { whole: words.join(' '), words: [...new Set(words)], ending: foldedEnding === '' ? '' : `.${foldedEnding}` };
}

/** 0: it is the text; 1: it begins with it; 2: all words are somewhere in it; undefined: it is none that is wanted. */
export function rankOf(folded: string, { whole, words, ending }: Wanted): 0 | 1 | 2 | undefined {
  if (!folded.endsWith(ending)) return undefined;
  if (words.length > 0 && folded === whole) return 0;
  if (words.length > 0 && folded.startsWith(whole)) return 1;
  return words.every((word) => folded.includes(word)) ? 2 : undefined;
}

const GRAM = 3;
const MOST_GRAMS = 12;

/** A question for the trigrams, which also finds names that do not match; undefined when every word is too short for it. */
export function gramsOf({ words, ending }: Wanted): string | undefined {
  const grams = new Set<string>();
  for (const word of [...words, ending]) {
    const letters = [...word];
    // The longer the word, the fewer names have some of its trigrams and not the others.
    const step = Math.max(1, Math.floor((letters.length - GRAM) / MOST_GRAMS));
    for (let at = 0; at + GRAM <= letters.length; at += step) grams.add(letters.slice(at, at + GRAM).join(''));
  }
  // No name holds a NUL, and SQLite takes one for the end of the question.
  for (const gram of grams) if (gram.includes('\0')) grams.delete(gram);
  if (grams.size === 0) return undefined;
  return [...grams].map((gram) => `"${gram.replaceAll('"', '""')}"`).join(' AND ');
}
