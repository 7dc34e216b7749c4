/** The second repository of a command line: the one from which something is taken. */
import { readFileSync } from 'node:fs';
import { Fault } from '../base/index.ts';
import { openRepository, openStore, type Password, type Repository } from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { OptionTable, Session } from './command.ts';
import { fileFault } from './failure.ts';
import { passwordFrom } from './password-file.ts';

export const FROM_OPTIONS: OptionTable = {
  'from-repo': { type: 'string', value: 'PATH', help: 'the repository to take from (or HOLDFAST_FROM_REPOSITORY)' },
  'from-password-file': {
    type: 'string',
    value: 'FILE',
    help: 'file with its password (or HOLDFAST_FROM_PASSWORD_FILE, HOLDFAST_FROM_PASSWORD)',
  },
};

/** Undefined when none was named. */
export async function openFromRepository(session: Session): Promise<Repository | undefined> {
  const location = session.arguments.text('from-repo') ?? session.environment.HOLDFAST_FROM_REPOSITORY;
  if (!location) return undefined;
  return await openRepository(openStore(location), passwordOf(session));
}

function passwordOf({ arguments: { text }, environment }: Session): Password {
  const file = text('from-password-file') ?? environment.HOLDFAST_FROM_PASSWORD_FILE;
  const password = file ? passwordIn(file) : environment.HOLDFAST_FROM_PASSWORD;
  if (!password?.length) throw invalid('no password was given for --from-repo: use --from-password-file or HOLDFAST_FROM_PASSWORD_FILE.');
  return password;
}

function passwordIn(file: string): Password {
  try {
    return passwordFrom(readFileSync(file));
  } catch (error) {
    throw error instanceof Fault ? error : fileFault(error, file);
  }
}
