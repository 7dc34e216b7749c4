/** What a passphrase must be, before a repository is made with it or changed to it. */
import { Fault } from '../../base/index.ts';
import { readRecoveryText } from './recovery-text.ts';

const PASSPHRASE_LENGTH = 10;

/** Throws 'passphrase.short' and 'input.invalid'. */
export function checkPassphrase(passphrase: string): void {
  if ([...passphrase].length < PASSPHRASE_LENGTH) {
    throw new Fault(
      'passphrase.short',
      `A passphrase needs at least ${PASSPHRASE_LENGTH} characters: whoever takes the disk can guess short ones by machine.`,
    );
  }
  // restic takes white space off the ends of a password file: such a passphrase would open nothing on the day it is needed.
  if (passphrase !== passphrase.trim())
    throw new Fault('input.invalid', 'A passphrase must not begin or end with a space: it is too easily lost.');
  if (readRecoveryText(passphrase) !== undefined)
    throw new Fault('input.invalid', 'This is a recovery key. Choose a passphrase of your own: the two must not get lost together.');
}
