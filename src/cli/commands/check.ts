/** `check`: whether a repository is whole. */
import { type CheckResult, check, type ReadSubset } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, durationText, parseSize, sizeText } from '../format.ts';
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
  options: {
    'read-data': { type: 'boolean', help: 'read and verify all data' },
    'read-data-subset': { type: 'string', value: 'PART', help: 'read some: 2/7 (the second of seven parts), 10%, or 500M (at random)' },
  },
  repository: 'reads',
  positionals: { least: 0, most: 0 },
  async run(session) {
    const readData = readDataOf(session);
    return await withRepository(session, async (repository) => {
      const started = performance.now();
      using live = session.output.live();
      const result = await check(repository, {
        readData,
        noLock: session.arguments.flag('no-lock'),
        signal: session.signal,
        report: session.output.isQuiet ? undefined : live.report,
        onProblem: ({ kind, message }) => session.output.problem({ kind: `${kind} damaged`, message }),
      });
      live.clear();
      await tell(session, result, (performance.now() - started) / 1000);
      return result.problems.length > 0 ? EXIT.failed : EXIT.done;
    });
  },
};

function readDataOf({ arguments: { flag, text } }: Session): boolean | ReadSubset {
  const given = text('read-data-subset');
  if (given === undefined) return flag('read-data');
  if (flag('read-data')) throw invalid('--read-data reads everything; it cannot stand beside --read-data-subset.');
  const subset = subsetOf(given);
  if (!subset)
    throw invalid(
      `--read-data-subset takes a part such as 2/7 (at most of 256), a share such as 10%, or a size such as 500M, not '${given}'.`,
    );
  return subset;
}

function subsetOf(text: string): ReadSubset | undefined {
  const part = /^(\d+)\/(\d+)$/.exec(text);
  if (part) {
    const [number, of] = [Number(part[1]), Number(part[2])];
    return number >= 1 && number <= of && of <= 256 ? { kind: 'part', part: number, of } : undefined;
  }
  const share = /^(\d+(?:\.\d+)?)%$/.exec(text);
  if (share) return Number(share[1]) > 0 && Number(share[1]) <= 100 ? { kind: 'share', share: Number(share[1]) / 100 } : undefined;
  const bytes = parseSize(text);
  return bytes ? { kind: 'bytes', bytes } : undefined;
}

async function tell({ output }: Session, result: CheckResult, seconds: number): Promise<void> {
  const { problems, hints, packs, blobs, trees, snapshots, packsRead, bytesRead } = result;
  if (output.isJson) {
    const counts = { snapshots, trees, packs, blobs, packs_read: packsRead, bytes_read: bytesRead, num_errors: problems.length, hints };
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
  const some = packsRead < packs ? ` of ${counted(packsRead, 'pack')}` : '';
  const read = packsRead > 0 ? `, ${sizeText(bytesRead)}${some} read and verified` : '';
  await output.line(`no problems found: ${seen}${read}, in ${durationText(seconds)}`);
}
