/** Opens the repository that a command line names, with the password it names or asks for. */
import { Fault, isFault } from '../base/index.ts';
import {
  findSnapshot,
  type Inheritance,
  initRepository,
  openRepository,
  openStore,
  type Repository,
  type Snapshot,
} from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { OptionTable, Session } from './command.ts';
import { type PasswordPlaces, type PasswordQuestion, repositoryPassword } from './password.ts';
import { printable } from './terminal-text.ts';

const TRIES_AT_TERMINAL = 3;

/** Runs `work` with the open repository. */
export async function withRepository<T>(session: Session, work: (repository: Repository) => Promise<T>): Promise<T> {
  return await work(await openNamed(session, repositoryLocation(session), { prompt: 'password of the repository', twice: false }));
}

/** Options that name a second repository, from which something is taken. */
export const FROM_OPTIONS: OptionTable = {
  'from-repo': { type: 'string', value: 'PATH', help: 'the repository to take from (or HOLDFAST_FROM_REPOSITORY)' },
  'from-password-file': {
    type: 'string',
    value: 'FILE',
    help: 'file with its password (or HOLDFAST_FROM_PASSWORD_FILE, HOLDFAST_FROM_PASSWORD; else it is asked)',
  },
};

const FROM_PLACES: PasswordPlaces = {
  option: 'from-password-file',
  fileVariable: 'HOLDFAST_FROM_PASSWORD_FILE',
  variable: 'HOLDFAST_FROM_PASSWORD',
};

/** Undefined when none was named. */
export async function openFromRepository(session: Session): Promise<Repository | undefined> {
  const location = session.arguments.text('from-repo') ?? session.environment.HOLDFAST_FROM_REPOSITORY;
  if (!location) return undefined;
  return await openNamed(session, location, { prompt: `password of ${printable(location)}`, twice: false, places: FROM_PLACES });
}

async function openNamed(session: Session, location: string, question: PasswordQuestion): Promise<Repository> {
  const store = openStore(location);
  for (let attempt = 1; ; attempt++) {
    const { password, isAsked } = await repositoryPassword(session, question);
    try {
      return await openRepository(store, password);
    } catch (error) {
      // `check` and `repair`, which help elsewhere, need an open repository themselves.
      if (isFault(error, 'repository.damaged')) throw new Fault('repository.unopenable', error.message, { cause: error });
      if (!isAsked || attempt === TRIES_AT_TERMINAL || !isFault(error, 'repository.password.wrong')) throw error;
      session.output.warn('wrong password, try again');
    }
  }
}

export async function makeRepository(session: Session, inheritance?: Inheritance): Promise<Repository> {
  const location = repositoryLocation(session);
  const { password } = await repositoryPassword(session, { prompt: 'password for the new repository', twice: true });
  return await initRepository(openStore(location), password, inheritance);
}

export function repositoryLocation(session: Session): string {
  const location = session.arguments.text('repo') ?? session.environment.HOLDFAST_REPOSITORY;
  if (!location) throw invalid('no repository was named: use --repo PATH or HOLDFAST_REPOSITORY.');
  return location;
}

/** Options that narrow down what `latest` means. */
export const SNAPSHOT_FILTERS: OptionTable = {
  host: { type: 'string', short: 'H', value: 'NAME', help: 'with `latest`: only snapshots of this machine' },
  tag: { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'with `latest`: only snapshots with all these tags' },
  path: { type: 'string', multiple: true, value: 'PATH', help: 'with `latest`: only snapshots of this path' },
};

export async function namedSnapshot(session: Session, repository: Repository, name: string): Promise<Snapshot> {
  const { text, texts } = session.arguments;
  const filter = { host: text('host'), tags: tagsOf(texts('tag')), paths: texts('path') };
  const onDamage = ({ message }: Fault) =>
    session.output.problem({ kind: 'snapshot damaged', message: `${message} It is passed over, though it may be the latest.` });
  return await findSnapshot(repository, name, { ...filter, onDamage });
}

/** `a,b` and repeated options both mean several tags. */
export function tagsOf(values: readonly string[]): string[] {
  return values
    .flatMap((value) => value.split(','))
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
}
