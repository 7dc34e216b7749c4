/** `forget`: removes snapshots, by id or by a policy. */
import { type ForgottenGroup, forget, GROUP_BY_DEFAULT, PERIODS, type Policy, parseDuration } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, OptionTable, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted } from '../format.ts';
import { PRUNE_OPTIONS, pruneRulesOf, runPrune } from '../prune-options.ts';
import { withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, choiceWithDamaged, groupKeysOf } from '../snapshot-choice.ts';
import { groupText, snapshotJson, snapshotTable } from '../snapshot-table.ts';

const OPTIONS: OptionTable = {
  'keep-last': { type: 'string', short: 'l', value: 'N', help: 'keep the last N; N may be unlimited in all of these' },
  'keep-hourly': { type: 'string', short: 'H', value: 'N', help: 'keep the newest of each of the last N hours that have one' },
  'keep-daily': { type: 'string', short: 'd', value: 'N', help: 'the same by days' },
  'keep-weekly': { type: 'string', short: 'w', value: 'N', help: 'the same by weeks (Monday to Sunday)' },
  'keep-monthly': { type: 'string', short: 'm', value: 'N', help: 'the same by months' },
  'keep-yearly': { type: 'string', short: 'y', value: 'N', help: 'the same by years' },
  'keep-within': { type: 'string', value: 'TIME', help: 'keep all younger than e.g. 1y6m14d12h, counted from the newest' },
  'keep-within-hourly': { type: 'string', value: 'TIME', help: 'keep the newest of each hour within that time' },
  'keep-within-daily': { type: 'string', value: 'TIME', help: 'the same by days' },
  'keep-within-weekly': { type: 'string', value: 'TIME', help: 'the same by weeks' },
  'keep-within-monthly': { type: 'string', value: 'TIME', help: 'the same by months' },
  'keep-within-yearly': { type: 'string', value: 'TIME', help: 'the same by years' },
  'keep-tag': { type: 'string', multiple: true, value: 'TAG[,TAG]', help: 'keep those with all of these tags' },
  ...CHOICE_OPTIONS,
  host: { type: 'string', multiple: true, value: 'NAME', help: 'only snapshots of this machine' },
  'group-by': {
    type: 'string',
    short: 'g',
    value: 'KEYS',
    help: "apply the policy to each group by host, paths, tags (host,paths unless given; '' for one group)",
  },
  'unsafe-allow-remove-all': { type: 'boolean', help: 'let the policy remove every snapshot of a group' },
  prune: { type: 'boolean', help: 'then free the space that only they needed, as `prune` does' },
  ...PRUNE_OPTIONS,
  'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be removed' },
};

export const forgetCommand: Command = {
  name: 'forget',
  summary: 'Removes snapshots, by id or by a policy of what to keep',
  usage: '[ID ...]',
  details: [
    'With IDs, removes these, also one that is damaged. With a policy (--keep-...), applies it to each group of snapshots of one machine and the same paths, and removes what no rule keeps. Days, weeks and so on are those of the zone in which a snapshot was made. The data itself stays until `prune` removes what no snapshot needs any more.',
    '',
    'With --json: an array of groups, each with host, paths, tags, keep, remove, and reasons.',
  ].join('\n'),
  options: OPTIONS,
  repository: 'writes',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const { flag, text, positionals } = session.arguments;
    const policy = policyOf(session);
    const rules = pruneRulesOf(session);
    if (positionals.length > 0 && policy) throw invalid('give either ids to remove, or a policy of what to keep.');
    if (positionals.length === 0 && !policy)
      throw invalid('say what to keep, for example --keep-daily 7 --keep-weekly 5 --keep-monthly 12, or name snapshots to remove.');
    const groupBy = text('group-by') === undefined ? GROUP_BY_DEFAULT : groupKeysOf(text('group-by')!);
    return await withRepository(session, async (repository) => {
      let [damaged, removedDamaged] = [0, 0];
      const groups = await forget(repository, {
        policy,
        groupBy,
        ...choiceWithDamaged(session),
        allowRemoveAll: flag('unsafe-allow-remove-all'),
        dryRun: flag('dry-run'),
        signal: session.signal,
        onDamage: ({ message }) => {
          damaged++;
          session.output.problem({ kind: 'snapshot damaged', message: `${message} It is passed over: neither counted nor removed.` });
        },
        onDamagedRemoved: (_, id) => {
          removedDamaged++;
          session.output.note(`snapshot ${id.slice(0, 8)} was damaged and ${flag('dry-run') ? 'would be removed' : 'is gone now'}`);
        },
      });
      if (groups.length > 0 || removedDamaged === 0) await tell(session, groups);
      else if (session.output.isJson) await session.output.json([]);
      if (flag('prune') && (removedDamaged > 0 || groups.some(({ remove }) => remove.length > 0)))
        await runPrune(session, repository, {
          ...rules,
          asIfForgotten: new Set(groups.flatMap(({ remove }) => remove.map(({ id }) => id))),
        });
      return damaged > 0 ? EXIT.incomplete : EXIT.done;
    });
  },
};

/** Undefined when no option of a policy was given. */
function policyOf({ arguments: { text, texts } }: Session): Policy | undefined {
  const given = Object.keys(OPTIONS).some((name) => name.startsWith('keep-') && text(name) !== undefined);
  if (!given) return undefined;
  const count = (name: string) => countOf(name, text(name));
  const duration = (name: string) => (text(name) === undefined ? undefined : parseDuration(text(name)!));
  return {
    last: count('keep-last'),
    periods: Object.fromEntries(PERIODS.map((period) => [period, count(`keep-${period}`)])),
    within: duration('keep-within'),
    periodsWithin: Object.fromEntries(
      PERIODS.flatMap((period) => {
        const reach = duration(`keep-within-${period}`);
        return reach ? [[period, reach]] : [];
      }),
    ),
    tags: texts('keep-tag').map((list) => list.split(',').map((tag) => tag.trim())),
  };
}

function countOf(name: string, text: string | undefined): number {
  if (text === undefined) return 0;
  if (text === 'unlimited' || text === '-1') return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(text)) throw invalid(`--${name} needs a number or 'unlimited', not '${text}'.`);
  return Number(text);
}

async function tell({ output, arguments: { flag } }: Session, groups: readonly ForgottenGroup[]): Promise<void> {
  if (output.isJson) return await output.json(groups.map(jsonOf));
  if (output.isQuiet) return;
  for (const { keep, remove, ...key } of groups) {
    const title = groupText(key);
    if (title !== '') await output.lines([`${title}:`, '']);
    if (keep.length > 0) {
      const kept = keep.toReversed();
      await output.lines([
        `keep ${counted(keep.length, 'snapshot')}:`,
        ...snapshotTable(
          kept.map(({ snapshot }) => snapshot),
          kept.map(({ reasons }) => reasons),
        ),
        '',
      ]);
    }
    if (remove.length > 0)
      await output.lines([
        `${flag('dry-run') ? 'would remove' : 'removed'} ${counted(remove.length, 'snapshot')}:`,
        ...snapshotTable(remove.toReversed()),
        '',
      ]);
  }
  const removed = groups.reduce((sum, { remove }) => sum + remove.length, 0);
  if (removed === 0) await output.line('no snapshot was removed');
  else if (!flag('dry-run') && !flag('prune')) await output.line('`holdfast prune` frees the space that only they needed');
}

/** restic's field names. */
function jsonOf({ host, paths, tags, keep, remove }: ForgottenGroup): Record<string, unknown> {
  return {
    tags: tags ?? null,
    host: host ?? '',
    paths: paths ?? null,
    keep: keep.map(({ snapshot }) => snapshotJson(snapshot)),
    remove: remove.map(snapshotJson),
    reasons: keep.map(({ snapshot, reasons }) => ({ snapshot: snapshotJson(snapshot), matches: reasons })),
  };
}
