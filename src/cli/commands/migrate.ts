/** `migrate`: brings an old repository into a newer form. */
import { pendingMigrations, type Repository, upgradeFormat } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { withRepository } from '../repository-access.ts';

const UPGRADE = 'upgrade_repo_v2';

export const migrate: Command = {
  name: 'migrate',
  summary: 'Brings an old repository into a newer form',
  usage: '[NAME ...]',
  details: [
    `Without a name it lists what can be done. ${UPGRADE} makes a repository of format 2 out of one of format 1: it is checked first, and what is stored stays as it is. New data is then compressed; prune --repack-uncompressed compresses the old. Programs older than restic 0.14 cannot open it any more.`,
    '',
    'With --json: without a name one document with the migrations; else one line a message.',
  ].join('\n'),
  options: {},
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const unknown = session.arguments.positionals.find((name) => name !== UPGRADE);
    if (unknown !== undefined) throw invalid(`there is no migration '${unknown}'; there is ${UPGRADE}.`);
    return await withRepository(session, async (repository) => {
      if (session.arguments.positionals.length === 0) await list(session, repository);
      else await upgrade(session, repository);
      return EXIT.done;
    });
  },
};

async function list({ output }: Session, repository: Repository): Promise<void> {
  const migrations = pendingMigrations(repository);
  if (output.isJson) await output.json({ migrations });
  else if (migrations.length === 0) await output.line('no migration is needed');
  else await output.lines(migrations.map(({ name, summary }) => `${name}: ${summary}`));
}

async function upgrade({ output, signal }: Session, repository: Repository): Promise<void> {
  output.note('checking the repository first');
  using live = output.live();
  const isChanged = await upgradeFormat(repository, {
    signal,
    report: output.isQuiet ? undefined : live.report,
    onProblem: ({ kind, message }) => output.problem({ kind: `${kind} damaged`, message }),
  });
  live.clear();
  if (output.isJson) await output.json({ message_type: 'migrated', name: UPGRADE, changed: isChanged, version: 2 });
  else if (!output.isQuiet) await output.line(isChanged ? 'the repository has format 2 now' : 'the repository has format 2 already');
}
