/** `check`: whether a repository is whole. */
import { type CheckResult, check } from '../../repository/index.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, durationText, sizeText } from '../format.ts';
import { withRepository } from '../repository-access.ts';
import { printable } from '../terminal-text.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'Checks that a repository is whole',
  usage: '',
  details: [
    'Looks at all indexes, at the presence and size of all packs, and at all folders of all snapshots. With --read-data also at every byte. The exit code is 1 when there is a problem.',
    '',
    'With --json: one line a message; message_type is status, error, or at the end summary.',
  ].join('\n'),
  options: { 'read-data': { type: 'boolean', help: 'read and verify all data' } },
  repository: 'reads',
  positionals: { least: 0, most: 0 },
  run: (session) =>
    withRepository(session, async (repository) => {
      const started = performance.now();
      using live = session.output.live();
      const result = await check(repository, {
        readData: session.arguments.flag('read-data'),
        noLock: session.arguments.flag('no-lock'),
        signal: session.signal,
        report: session.output.isQuiet ? undefined : live.report,
        onProblem: ({ kind, message }) => session.output.problem({ kind: `${kind} damaged`, message }),
      });
      live.clear();
      await tell(session, result, (performance.now() - started) / 1000);
      return result.problems.length > 0 ? EXIT.failed : EXIT.done;
    }),
};

async function tell({ output, arguments: { flag } }: Session, result: CheckResult, seconds: number): Promise<void> {
  const { problems, hints, packs, blobs, trees, snapshots, bytesRead } = result;
  if (output.isJson) {
    const counts = { snapshots, trees, packs, blobs, bytes_read: bytesRead, num_errors: problems.length, hints };
    await output.json({ message_type: 'summary', ...counts, total_duration: seconds });
    return;
  }
  for (const hint of hints) output.note(`note: ${printable(hint)}`);
  if (problems.length > 0) {
    await output.line(`${counted(problems.length, 'problem')} found, see above`);
    return;
  }
  if (output.isQuiet) return;
  const seen = `${counted(snapshots, 'snapshot')}, ${counted(trees, 'folder')}, ${counted(packs, 'pack')}, ${counted(blobs, 'blob')}`;
  const read = flag('read-data') ? `, ${sizeText(bytesRead)} read and verified` : '';
  await output.line(`no problems found: ${seen}${read}, in ${durationText(seconds)}`);
}
