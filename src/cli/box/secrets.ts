/** Passphrases and passwords for a box: from a file, a variable, or a person at the terminal. Never from the command line itself. */
import { isFault } from '../../base/index.ts';
import { invalid } from '../arguments.ts';
import type { OptionTable, Session } from '../command.ts';
import { type PasswordQuestion, repositoryPassword } from '../password.ts';

const TRIES_AT_TERMINAL = 3;

type Kind = 'passphrase' | 'new passphrase' | 'password' | 'groups';

const QUESTIONS: Readonly<Record<Kind, { option: string; variable: string; help: string }>> = {
  passphrase: { option: 'passphrase-file', variable: 'HOLDFAST_PASSPHRASE', help: 'file with the passphrase of the backups' },
  'new passphrase': { option: 'new-passphrase-file', variable: 'HOLDFAST_NEW_PASSPHRASE', help: 'file with the new passphrase' },
  password: { option: 'password-file', variable: 'HOLDFAST_ACCOUNT_PASSWORD', help: 'file with the password of the account' },
  groups: { option: 'groups-file', variable: 'HOLDFAST_KIT_GROUPS', help: 'file with the groups that are asked for' },
};

/** The option by which a secret is given; `-` is stdin. */
export function secretOption(kind: Kind): OptionTable {
  const { option, variable, help } = QUESTIONS[kind];
  const elsewhere = `, - for stdin (or ${variable}_FILE, ${variable}; else it is asked)`;
  return { [option]: { type: 'string', value: 'FILE', help: `${help}${elsewhere}` } };
}

/** A secret that is to be set, which is asked twice. */
export async function newSecret(session: Session, kind: Kind, prompt: string): Promise<string> {
  return (await ask(session, kind, { prompt, twice: true })).secret;
}

/** Hands the secret to `use`; who typed a wrong one at the terminal may try again. */
export async function withSecret<T>(session: Session, kind: Kind, prompt: string, use: (secret: string) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const { secret, isAsked } = await ask(session, kind, { prompt, twice: false });
    try {
      return await use(secret);
    } catch (error) {
      const isWrong = isFault(error, 'repository.password.wrong', 'signin.refused', 'kit.wrong');
      if (!isWrong || !isAsked || attempt === TRIES_AT_TERMINAL) throw error;
      session.output.warn(isFault(error, 'kit.wrong') ? `${error.message} Try again` : 'that was wrong, try again');
    }
  }
}

async function ask(
  session: Session,
  kind: Kind,
  question: Omit<PasswordQuestion, 'places'>,
): Promise<{ secret: string; isAsked: boolean }> {
  const { option, variable } = QUESTIONS[kind];
  const places = { option, variable, fileVariable: `${variable}_FILE` };
  const { password, isAsked } = await repositoryPassword(session, { ...question, places });
  return { secret: typeof password === 'string' ? password : decoded(password), isAsked };
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw invalid('what the file holds is not UTF-8, which a box wants.');
  }
}
