/** What was done in a box, by whom, and the proof that nothing of it was changed: `box audit`. */
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, fittedTable, timeText } from '../format.ts';
import { printable } from '../terminal-text.ts';
import type { Box } from './box.ts';
import { boxCommand, tell } from './box-command.ts';
import { countOf, queryOf } from './job-commands.ts';

interface AuditEntry {
  readonly seq: number;
  readonly at: string;
  readonly who: string | null;
  readonly via: string;
  readonly action: string;
  readonly about: string | null;
  readonly outcome: string;
}

const LISTED = 50;
const PAGE = 200;

export const AUDIT_COMMANDS: readonly Command[] = [
  boxCommand({
    name: 'audit',
    summary: 'Lists what was done, by whom, the newest first',
    usage: '[TEXT]',
    details:
      'TEXT is looked for in all of it. --export writes everything to stdout, one line of JSON an entry, with the hashes to check it by.\n\nWith --json: an array of entries as the API gives them.',
    options: {
      most: { type: 'string', value: 'N', help: `at most so many (${LISTED})` },
      proof: { type: 'boolean', help: 'check the chain of hashes of the whole audit instead; the exit code is 1 when it is broken' },
      export: { type: 'boolean', help: 'write the whole audit instead' },
    },
    positionals: { least: 0, most: 1 },
    async run(box, session) {
      const { flag } = session.arguments;
      if (flag('proof') && flag('export')) throw invalid('--proof and --export cannot stand together.');
      if (flag('proof')) return await prove(box, session);
      if (!flag('export')) return await list(box, session);
      const { bytes } = await box.open('/api/audit/export');
      for await (const chunk of bytes) await session.output.write(chunk);
      return undefined;
    },
  }),
];

async function list(box: Box, session: Session): Promise<undefined> {
  const { text, positionals } = session.arguments;
  const most = countOf('most', text('most') ?? String(LISTED));
  const entries: AuditEntry[] = [];
  let next: number | null = null;
  do {
    const asked = {
      text: positionals[0],
      limit: String(Math.min(PAGE, most - entries.length)),
      before: next === null ? undefined : String(next),
    };
    const page: { entries: readonly AuditEntry[]; next: number | null } = await box.get(`/api/audit?${queryOf(asked)}`);
    entries.push(...page.entries);
    next = page.next;
  } while (next !== null && entries.length < most);
  const rows = entries.map(({ seq, at, who, via, action, about, outcome }) => [
    String(seq),
    timeText(at),
    printable(who ?? via),
    printable(outcome),
    printable(action),
    printable(about ?? ''),
  ]);
  const columns = [{ title: 'No', right: true }, { title: 'Time' }, { title: 'Who' }, { title: 'Outcome' }, { title: 'What' }];
  const shown = fittedTable([...columns, { title: 'About', cut: 'end' as const }], rows, session.output.columns);
  return await tell(session, entries, rows.length === 0 ? ['nothing'] : shown);
}

async function prove(box: Box, session: Session): Promise<number> {
  const proof = await box.get<{ isWhole: boolean; entries: number; head: string; firstBroken: number | null }>('/api/audit/proof');
  const { isWhole, entries, head, firstBroken } = proof;
  const broken = `the audit was changed: entry ${firstBroken} of ${entries} does not follow from those before`;
  await tell(session, proof, [isWhole ? `the audit is whole: ${counted(entries, 'entry', 'entries')}, the last hash is ${head}` : broken]);
  return isWhole ? EXIT.done : EXIT.failed;
}
