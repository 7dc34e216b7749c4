/** `stats`: how much there is, counted in one of four ways. */
import { STATS_MODES, type Stats, type StatsMode, stats } from '../../repository/index.ts';
import { invalid } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { counted, sizeText } from '../format.ts';
import { withRepository } from '../repository-access.ts';
import { CHOICE_OPTIONS, snapshotChoice } from '../snapshot-choice.ts';

export const statsCommand: Command = {
  name: 'stats',
  summary: 'Tells how much snapshots hold, and what they take',
  usage: '[SNAPSHOT ...]',
  details: [
    'Of all snapshots, or of those named or chosen. --mode says what is counted: restore-size, what restoring each of them would write; files-by-contents, files of equal content once; blobs-per-file, the pieces of such files, once a path; raw-data, what they take in the repository.',
    '',
    "With --json: one document with restic's names.",
  ].join('\n'),
  options: {
    mode: { type: 'string', value: 'MODE', help: `${STATS_MODES.join(', ')} (restore-size unless given)` },
    ...CHOICE_OPTIONS,
  },
  repository: 'reads',
  positionals: { least: 0, most: Number.POSITIVE_INFINITY },
  async run(session) {
    const mode = modeOf(session);
    return await withRepository(session, async (repository) => {
      const noLock = session.arguments.flag('no-lock');
      const counted = await stats(repository, { mode, choose: snapshotChoice(session), noLock, signal: session.signal });
      if (session.output.isJson) await session.output.json(jsonOf(counted, repository.version));
      else await session.output.lines(linesOf(counted, mode));
      return EXIT.done;
    });
  },
};

function modeOf({ arguments: { text } }: Session): StatsMode {
  const typed = text('mode') ?? 'restore-size';
  const mode = STATS_MODES.find((each) => each === typed);
  if (!mode) throw invalid(`--mode takes ${STATS_MODES.slice(0, -1).join(', ')} or ${STATS_MODES.at(-1)}, not '${typed}'.`);
  return mode;
}

function linesOf({ snapshots, files, blobs, totalBytes, raw }: Stats, mode: StatsMode): string[] {
  const saved = raw && raw.uncompressedBytes > totalBytes ? `, ${sizeText(raw.uncompressedBytes)} without compression` : '';
  return [
    `${mode} of ${counted(snapshots, 'snapshot')}`,
    ...(files === undefined
      ? []
      : [`  ${counted(files, mode === 'restore-size' ? 'entry' : 'file', mode === 'restore-size' ? 'entries' : 'files')}`]),
    ...(blobs === undefined ? [] : [`  ${counted(blobs, 'blob')}`]),
    `  ${sizeText(totalBytes)}${saved}`,
  ];
}

/** restic's names; as there, figures of compression only for format 2, and nothing that is zero but the size. */
function jsonOf({ snapshots, files, blobs, totalBytes, raw }: Stats, version: number): Record<string, number> {
  const figures: Record<string, number> = { total_file_count: files ?? 0, total_blob_count: blobs ?? 0 };
  if (raw && version >= 2) {
    const { uncompressedBytes, compressedBlobsBytes, compressedBlobsUncompressedBytes } = raw;
    figures.total_uncompressed_size = uncompressedBytes;
    if (compressedBlobsBytes > 0) figures.compression_ratio = compressedBlobsUncompressedBytes / compressedBlobsBytes;
    if (uncompressedBytes > 0) {
      figures.compression_progress = (compressedBlobsUncompressedBytes / uncompressedBytes) * 100;
      figures.compression_space_saving = (1 - totalBytes / uncompressedBytes) * 100;
    }
  }
  const told = Object.entries(figures).filter(([, figure]) => figure !== 0);
  return { total_size: totalBytes, ...Object.fromEntries(told), snapshots_count: snapshots };
}
