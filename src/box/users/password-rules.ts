/**
 * What a new password must be: long enough, and not one that is tried first.
 *
 * No rules about kinds of characters: they make passwords worse. Source: NIST SP 800-63B, section 5.1.1.2.
 */
import { Fault } from '../../base/index.ts';
import { foldedName } from './names.ts';
import { WORST_PASSWORDS } from './worst-passwords.table.ts';

const MIN_LENGTH = 10;
/** Far more than anyone types; a bound for what is hashed. */
const MAX_LENGTH = 1_000;
/** A name shorter than this may well be part of a good password. */
const TELLING_NAME = 4;
/** So much must be left of a password besides the name. */
const REST_BESIDE_NAME = 6;
/** "abcabcabcabc" is as good as "abc". */
const REPEATED = /^(.{1,3}?)\1+(.{0,2})$/su;

/** Throws Fault 'password.weak'. `name` is that of the account. */
export function requireGoodPassword(password: string, name: string): void {
  const weakness = weaknessOf(password, name);
  if (weakness !== undefined) throw new Fault('password.weak', `${weakness} Nothing was changed.`);
}

function weaknessOf(password: string, name: string): string | undefined {
  const length = [...password.normalize('NFC')].length;
  if (length < MIN_LENGTH) return `A password has at least ${MIN_LENGTH} characters.`;
  if (length > MAX_LENGTH) return `A password has at most ${MAX_LENGTH} characters.`;
  const folded = foldedName(password);
  if (WORST_PASSWORDS.has(folded) || REPEATED.test(folded) || isSequence(folded)) return 'This password is among the first that are tried.';
  if (isName(folded, foldedName(name))) return 'A password must not be the name of the account.';
  return undefined;
}

/** "abcdefghijkl", "2345678901": each character next to the one before. */
function isSequence(text: string): boolean {
  const codes = [...text].map((each) => each.codePointAt(0)!);
  const steps = codes.slice(1).map((code, index) => code - codes[index]!);
  const isStep = (step: number, by: number) => step === by || step === -9 * by;
  return steps.every((step) => isStep(step, 1)) || steps.every((step) => isStep(step, -1));
}

function isName(password: string, name: string): boolean {
  if (password === name) return true;
  return name.length >= TELLING_NAME && password.includes(name) && password.replaceAll(name, '').length < REST_BESIDE_NAME;
}
