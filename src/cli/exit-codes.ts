/** Exit codes of the command line. Scripts depend on them, so they never change their meaning. */
import type { FaultCode } from '../base/index.ts';

export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  incomplete: 3,
  noRepository: 10,
  locked: 11,
  wrongPassword: 12,
  interrupted: 130,
} as const;

export const EXIT_CODE_HELP: readonly (readonly [number, string])[] = [
  [EXIT.done, 'done'],
  [EXIT.failed, 'failed; for check: the repository has problems'],
  [EXIT.usage, 'wrong usage'],
  [
    EXIT.incomplete,
    'done, but not all of it: files that could not be read (backup) or not be restored completely (restore), snapshots that could not be copied (copy), something damaged that was left out (find, forget), something that is lost (repair), or a job of the box that was paused',
  ],
  [EXIT.noRepository, 'there is no repository'],
  [EXIT.locked, 'the repository is locked by another program'],
  [EXIT.wrongPassword, 'wrong password'],
  [EXIT.interrupted, 'interrupted (Ctrl-C or SIGTERM)'],
];

export function exitCodeOf(code: FaultCode): number {
  switch (code) {
    case 'input.invalid':
      return EXIT.usage;
    case 'repository.absent':
      return EXIT.noRepository;
    case 'repository.locked':
      return EXIT.locked;
    case 'repository.password.wrong':
    case 'password.wrong':
    case 'signin.refused':
      return EXIT.wrongPassword;
    case 'cancelled':
      return EXIT.interrupted;
    default:
      return EXIT.failed;
  }
}
