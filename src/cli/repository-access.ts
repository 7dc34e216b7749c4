/** Opens the repository that a command line names, with the password it names or asks for. */
import { type Fault, isFault } from '../base/index.ts';
import { findSnapshot, initRepository, openRepository, openStore, type Repository, type Snapshot } from '../repository/index.ts';
import { invalid } from './arguments.ts';
import type { OptionTable, Session } from './command.ts';
import { repositoryPassword } from './password.ts';

const TRIES_AT_TERMINAL = 3;

/** Runs `work` with the open repository. */
export async function withRepository<T>(session: Session, work: (repository: Repository) => Promise<T>): Promise<T> {
  const store = openStore(repositoryLocation(session));
  for (let attempt = 1; ; attempt++) {
    // Looking first spares a person from typing a password for a folder that holds no repository.
    const { password, isAsked } = await repositoryPassword(session, { prompt: 'password of the repository', twice: false });
    try {
      return await work(await openRepository(store, password));
    } catch (error) {
      if (!isAsked || attempt === TRIES_AT_TERMINAL || !isFault(error, 'repository.password.wrong')) throw error;
      session.output.warn('wrong password, try again');
    }
  }
}

export async function makeRepository(session: Session): Promise<Repository> {
  const location = repositoryLocation(session);
  const { password } = await repositoryPassword(session, { prompt: 'password for the new repository', twice: true });
  return await initRepository(openStore(location), password);
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
