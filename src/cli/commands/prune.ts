/** `prune`: frees the space of what no snapshot needs. */
import type { Command } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { PRUNE_OPTIONS, pruneRulesOf, runPrune } from '../prune-options.ts';
import { withRepository } from '../repository-access.ts';

export const pruneCommand: Command = {
  name: 'prune',
  summary: 'Frees the space of what no snapshot needs any more',
  usage: '',
  details: [
    'It may be interrupted at any time: what snapshots need is never touched before its new place is safe. On a full disk it works in rounds, with the room it makes.',
    '',
    'With --json: one line a message; message_type is status, or at the end summary.',
  ].join('\n'),
  options: { ...PRUNE_OPTIONS, 'dry-run': { type: 'boolean', short: 'n', help: 'only say what would be done' } },
  repository: 'writes',
  positionals: { least: 0, most: 0 },
  async run(session) {
    const rules = pruneRulesOf(session);
    return await withRepository(session, async (repository) => {
      await runPrune(session, repository, rules);
      return EXIT.done;
    });
  },
};
