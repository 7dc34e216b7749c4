/**
 * The recovery key as text: what a person prints, types and scans, and what restic takes for a password, letter by letter.
 *
 * Owns: the alphabet, the groups, the check group, and reading what people type. Eight groups of four: seven at random (133 bits) and
 * one that follows from them, so that a slip is told from a wrong kit.
 * The alphabet has no two signs that look alike on paper: of 2 Z, 5 S, 8 B and U V it has one each, of 0 O and 1 I L none.
 */
import { hash, randomInt } from 'node:crypto';

export const GROUPS = 8;
const GROUP_LENGTH = 4;
const ALPHABET = '23456789ACDEFGHJKMNPQRTVWXY';
const RANDOM_LENGTH = (GROUPS - 1) * GROUP_LENGTH;
/** Signs that are not in the alphabet, for the ones that people take them for. */
const LOOK_ALIKE: Readonly<Record<string, string>> = { Z: '2', S: '5', B: '8', U: 'V' };

/** A new one, in groups joined by dashes. */
export function newRecoveryText(): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return groupsIn(random + checkGroup(random)).join('-');
}

export function groupsOf(text: string): string[] {
  return text.split('-');
}

/** The exact text that was meant, whatever case, dashes and spaces were typed; undefined when it is no recovery key, or has a slip. */
export function readRecoveryText(typed: string): string | undefined {
  const signs = readSigns(typed);
  if (signs.length !== GROUPS * GROUP_LENGTH) return undefined;
  const random = signs.slice(0, RANDOM_LENGTH);
  return checkGroup(random) === signs.slice(RANDOM_LENGTH) ? groupsIn(signs).join('-') : undefined;
}

/** The signs that were meant, in capitals, without what only divides them. */
export function readSigns(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Dash}._]/gu, '')
    .replace(/[ZSBU]/g, (sign) => LOOK_ALIKE[sign]!);
}

function checkGroup(random: string): string {
  let rest = Number.parseInt(hash('sha256', `holdfast recovery key ${random}`).slice(0, 12), 16);
  let group = '';
  for (let index = 0; index < GROUP_LENGTH; index++) {
    group += ALPHABET[rest % ALPHABET.length];
    rest = Math.floor(rest / ALPHABET.length);
  }
  return group;
}

function groupsIn(signs: string): string[] {
  return Array.from({ length: signs.length / GROUP_LENGTH }, (_, index) => signs.slice(index * GROUP_LENGTH, (index + 1) * GROUP_LENGTH));
}
